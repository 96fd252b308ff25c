"""The keys of keyboards in the lists that others have published are those keys here; all others are clearly refused."""

import ctypes
import ctypes.util

import pytest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import chord
from desktop_agent.platforms.x11.keysyms import symbol_of_char, symbol_of_key

PYAUTOGUI = (
    "add=KP_Add alt=Alt_L altleft=Alt_L altright=Alt_L apps=Menu backspace=BackSpace browserback=XF86Back "
    "browserforward=XF86Forward browserhome=XF86HomePage browserrefresh=XF86Reload browsersearch=XF86Search "
    "browserstop=XF86Stop capslock=Caps_Lock clear=Clear command=Super_L ctrl=Control_L ctrlleft=Control_L "
    "ctrlright=Control_L decimal=KP_Decimal del=Delete delete=Delete divide=KP_Divide down=Down end=End enter=Return "
    "esc=Escape escape=Escape execute=Execute f1=F1 f10=F10 f11=F11 f12=F12 f13=F13 f14=F14 f15=F15 f16=F16 f17=F17 "
    "f18=F18 f19=F19 f2=F2 f20=F20 f21=F21 f22=F22 f23=F23 f24=F24 f3=F3 f4=F4 f5=F5 f6=F6 f7=F7 f8=F8 f9=F9 "
    "help=Help home=Home insert=Insert left=Left multiply=KP_Multiply nexttrack=XF86AudioNext num0=KP_0 num1=KP_1 "
    "num2=KP_2 num3=KP_3 num4=KP_4 num5=KP_5 num6=KP_6 num7=KP_7 num8=KP_8 num9=KP_9 numlock=Num_Lock option=Alt_L "
    "optionleft=Alt_L optionright=Alt_L pagedown=Next pageup=Prior pause=Pause pgdn=Next pgup=Prior "
    "playpause=XF86AudioPlay prevtrack=XF86AudioPrev print=Print printscreen=Print prntscrn=Print prtsc=Print "
    "prtscr=Print return=Return right=Right scrolllock=Scroll_Lock select=Select separator=KP_Separator shift=Shift_L "
    "shiftleft=Shift_L shiftright=Shift_L space stop=XF86AudioStop subtract=KP_Subtract tab=Tab up=Up "
    "volumedown=XF86AudioLowerVolume volumemute=XF86AudioMute volumeup=XF86AudioRaiseVolume win=Super_L "
    "winleft=Super_L winright=Super_L "
)
PYNPUT = (
    "alt=Alt_L alt_gr=ISO_Level3_Shift alt_l=Alt_L alt_r=Alt_L backspace=BackSpace caps_lock=Caps_Lock cmd=Super_L "
    "cmd_l=Super_L cmd_r=Super_L ctrl=Control_L ctrl_l=Control_L ctrl_r=Control_L delete=Delete down=Down end=End "
    "enter=Return esc=Escape f1=F1 f10=F10 f11=F11 f12=F12 f13=F13 f14=F14 f15=F15 f16=F16 f17=F17 f18=F18 f19=F19 "
    "f2=F2 f20=F20 f3=F3 f4=F4 f5=F5 f6=F6 f7=F7 f8=F8 f9=F9 home=Home insert=Insert left=Left "
    "media_next=XF86AudioNext media_play_pause=XF86AudioPlay media_previous=XF86AudioPrev "
    "media_volume_down=XF86AudioLowerVolume media_volume_mute=XF86AudioMute media_volume_up=XF86AudioRaiseVolume "
    "menu=Menu num_lock=Num_Lock page_down=Next page_up=Prior pause=Pause print_screen=Print right=Right "
    "scroll_lock=Scroll_Lock shift=Shift_L shift_l=Shift_L shift_r=Shift_L space tab=Tab up=Up "
)
DOM_KEY = (
    "Alt=Alt_L AltGraph=ISO_Level3_Shift ArrowDown=Down ArrowLeft=Left ArrowRight=Right ArrowUp=Up "
    "AudioVolumeDown=XF86AudioLowerVolume AudioVolumeMute=XF86AudioMute AudioVolumeUp=XF86AudioRaiseVolume "
    "Backspace=BackSpace BrightnessDown=XF86MonBrightnessDown BrightnessUp=XF86MonBrightnessUp BrowserBack=XF86Back "
    "BrowserForward=XF86Forward BrowserHome=XF86HomePage BrowserRefresh=XF86Reload BrowserSearch=XF86Search "
    "BrowserStop=XF86Stop CapsLock=Caps_Lock Clear Compose=Multi_key ContextMenu=Menu Control=Control_L Delete End "
    "Enter=Return Escape Execute F1 F10 F11 F12 F2 F3 F4 F5 F6 F7 F8 F9 Find Help Home Insert "
    "MediaPause=XF86AudioPause MediaPlay=XF86AudioPlay MediaPlayPause=XF86AudioPlay MediaStop=XF86AudioStop "
    "MediaTrackNext=XF86AudioNext MediaTrackPrevious=XF86AudioPrev Meta=Super_L MicrophoneToggle=XF86AudioMicMute "
    "MicrophoneVolumeMute=XF86AudioMicMute NumLock=Num_Lock PageDown=Next PageUp=Prior Pause Play=XF86AudioPlay Print "
    "PrintScreen=Print ScrollLock=Scroll_Lock Select Shift=Shift_L Super=Super_L Tab Undo "
)
DOM_CODE = (
    "AltLeft=Alt_L AltRight=Alt_L ArrowDown=Down ArrowLeft=Left ArrowRight=Right ArrowUp=Up "
    "AudioVolumeDown=XF86AudioLowerVolume AudioVolumeMute=XF86AudioMute AudioVolumeUp=XF86AudioRaiseVolume "
    "Backquote=grave Backslash=backslash Backspace=BackSpace BracketLeft=bracketleft BracketRight=bracketright "
    "BrowserBack=XF86Back BrowserForward=XF86Forward BrowserHome=XF86HomePage BrowserRefresh=XF86Reload "
    "BrowserSearch=XF86Search BrowserStop=XF86Stop CapsLock=Caps_Lock Comma=comma ContextMenu=Menu "
    "ControlLeft=Control_L ControlRight=Control_L Delete Digit0=0 Digit9=9 End Enter=Return Equal=equal Escape F1 F10 "
    "F11 F12 F2 F3 F4 F5 F6 F7 F8 F9 Find Help Home Insert KeyA=a KeyZ=z MediaPlayPause=XF86AudioPlay "
    "MediaStop=XF86AudioStop MediaTrackNext=XF86AudioNext MediaTrackPrevious=XF86AudioPrev MetaLeft=Super_L "
    "MetaRight=Super_L Minus=minus NumLock=Num_Lock Numpad0=KP_0 Numpad1=KP_1 Numpad2=KP_2 Numpad3=KP_3 Numpad4=KP_4 "
    "Numpad5=KP_5 Numpad6=KP_6 Numpad7=KP_7 Numpad8=KP_8 Numpad9=KP_9 NumpadAdd=KP_Add NumpadBackspace=BackSpace "
    "NumpadClear=KP_Begin NumpadComma=KP_Separator NumpadDecimal=KP_Decimal NumpadDivide=KP_Divide "
    "NumpadEnter=KP_Enter NumpadEqual=KP_Equal NumpadHash=numbersign NumpadMultiply=KP_Multiply "
    "NumpadParenLeft=parenleft NumpadParenRight=parenright NumpadStar=asterisk NumpadSubtract=KP_Subtract "
    "PageDown=Next PageUp=Prior Pause Period=period PrintScreen=Print Quote=apostrophe ScrollLock=Scroll_Lock Select "
    "Semicolon=semicolon ShiftLeft=Shift_L ShiftRight=Shift_L Slash=slash Space=space Super=Super_L Tab Undo "
)
X11 = (
    "Linefeed Alt_L BackSpace Caps_Lock Clear Control_L Delete Down End Escape Execute F1 F10 F11 F12 F13 F14 F15 F16 "
    "F17 F18 F19 F2 F20 F21 F22 F23 F24 F3 F4 F5 F6 F7 F8 F9 Find Help Home ISO_Level3_Shift Insert KP_0 KP_1 KP_2 "
    "KP_3 KP_4 KP_5 KP_6 KP_7 KP_8 KP_9 KP_Add KP_Begin KP_Decimal KP_Delete KP_Divide KP_Down KP_End KP_Enter "
    "KP_Equal KP_F1 KP_F2 KP_F3 KP_F4 KP_Home KP_Insert KP_Left KP_Multiply KP_Next KP_Prior KP_Right KP_Separator "
    "KP_Space KP_Subtract KP_Tab KP_Up Left Menu Multi_key Next Num_Lock Pause Print Prior Return Right Scroll_Lock "
    "Select Shift_L Super_L Sys_Req Tab Undo Up XF86AudioLowerVolume XF86AudioMicMute XF86AudioMute XF86AudioNext "
    "XF86AudioPause XF86AudioPlay XF86AudioPrev XF86AudioRaiseVolume XF86AudioStop XF86Back XF86Forward XF86HomePage "
    "XF86MonBrightnessDown XF86MonBrightnessUp XF86Reload XF86Search XF86Stop ampersand apostrophe asciicircum "
    "asciitilde asterisk at backslash bar braceleft braceright bracketleft bracketright colon comma dollar equal "
    "exclam grave greater less minus numbersign parenleft parenright percent period plus question quotedbl section "
    "semicolon slash space ssharp sterling underscore "
)
# Of the same lists, what no keyboard of a computer has, what ends the session, and what sends a mail.
NO_KEYS = (
    "AVRInput AVRPower Accept AppSwitch AudioBalanceLeft AudioBalanceRight AudioBassBoostDown AudioBassBoostToggle "
    "AudioBassBoostUp AudioFaderFront AudioFaderRear AudioSurroundModeNext AudioTrebleDown AudioTrebleUp Call Camera "
    "CameraFocus ChannelDown ChannelUp ClosedCaptionToggle ColorF0Red ColorF1Green ColorF2Yellow ColorF3Blue "
    "ColorF4Grey ColorF5Brown DVR Dead Dimmer EndCall Exit FavoriteClear0 FavoriteClear1 FavoriteClear2 "
    "FavoriteClear3 FavoriteRecall0 FavoriteRecall1 FavoriteRecall2 FavoriteRecall3 FavoriteStore0 FavoriteStore1 "
    "FavoriteStore2 FavoriteStore3 FinalMode Fn FnLock GoBack GoHome GroupFirst GroupLast GroupNext GroupPrevious "
    "Guide GuideNextDay GuidePreviousDay HeadsetHook Hibernate Hyper Info InstantReplay IntlBackslash IntlRo Key11 "
    "Key12 LastNumberRedial LaunchContacts LaunchScreenSaver Link ListProgram LiveContent Lock LogOff MailSend "
    "MannerMode MediaApps MediaAudioTrack MediaClose MediaLast MediaSkipBackward MediaSkipForward MediaStepBackward "
    "MediaStepForward MediaTopMenu MicrophoneVolumeDown MicrophoneVolumeUp NavigateIn NavigateNext NavigateOut "
    "NavigatePrevious NextCandidate NextFavoriteChannel NextUserProfile Notification NumpadClearEntry NumpadMemoryAdd "
    "NumpadMemoryClear NumpadMemoryRecall NumpadMemoryStore NumpadMemorySubtract OnDemand Pairing PinPDown PinPMove "
    "PinPToggle PinPUp PlaySpeedDown PlaySpeedReset PlaySpeedUp Power PowerOff Process RcLowBattery RecordSpeedNext "
    "Resume RfBypass STBInput STBPower ScanChannelsToggle ScreenModeNext Settings Sleep Soft1 Soft2 Soft3 Soft4 "
    "SpeechCorrectionList SpeechInputToggle Standby Suspend Symbol SymbolLock TV TV3DMode TVAntennaCable "
    "TVAudioDescription TVAudioDescriptionMixDown TVAudioDescriptionMixUp TVContentsMenu TVDataService TVInput "
    "TVInputComponent1 TVInputComponent2 TVInputComposite1 TVInputComposite2 TVInputHDMI1 TVInputHDMI2 TVInputHDMI3 "
    "TVInputHDMI4 TVInputVGA1 TVMediaContext TVNetwork TVNumberEntry TVPower TVRadioService TVSatellite TVSatelliteBS "
    "TVSatelliteCS TVSatelliteToggle TVTerrestrialAnalog TVTerrestrialDigital TVTimer Teletext Turbo Unidentified "
    "VideoModeNext VoiceDial WakeUp Wink ZoomToggle accept final fn sleep "
)
XKB = ctypes.CDLL(ctypes.util.find_library("xkbcommon") or "libxkbcommon.so.0")
XKB.xkb_keysym_from_name.restype = ctypes.c_uint32


@pytest.mark.parametrize(
    "listed", [PYAUTOGUI, PYNPUT, DOM_KEY, DOM_CODE, X11], ids=["PYAUTOGUI", "PYNPUT", "DOM_KEY", "DOM_CODE", "X11"]
)
def test_a_published_name_means_the_key_that_its_owner_means(listed: str) -> None:
    names = {spelled: meant or spelled for spelled, _, meant in
             (word.partition("=") for word in listed.split())}  # fmt: skip

    other = {spelled: (meant, chord(spelled)) for spelled, meant in names.items()
             if [_theirs(meant)] != [_ours(key) for key in chord(spelled)]}  # fmt: skip

    assert {} == other


@pytest.mark.parametrize("spelled", NO_KEYS.split())
def test_what_no_keyboard_has_and_what_ends_the_session_is_refused(spelled: str) -> None:
    with pytest.raises(UnknownKeyError):
        chord(spelled)


@pytest.mark.parametrize("spelled", ["XF86PowerOff", "sleep", "LogOff", "ctrl+Hibernate"])
def test_the_refusal_of_a_key_that_ends_the_session_says_so(spelled: str) -> None:
    with pytest.raises(UnknownKeyError, match="never pressed"):
        chord(spelled)


def _theirs(name: str) -> int:
    symbol = XKB.xkb_keysym_from_name(name.encode(), 0)
    assert symbol, name
    return int(symbol)


def _ours(key: str) -> int:
    return symbol_of_key(key) or symbol_of_char(key)
