<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>desktop_agent</name>
  <message>
   <location filename="../../desktop_agent/agents/caller.py"></location>
   <source>Each picture that “{words}” asks for goes to it, and it may send them on.</source>
   <translation>Jedes Bild, das „{words}“ verlangt, geht dorthin, und es darf sie weitergeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/caller.py"></location>
   <source>What the agent keeps is its own affair.</source>
   <translation>Was der Agent aufhebt, ist seine Sache.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>An agent has this terminal: you can't be asked there.</source>
   <translation>Dieses Terminal hat ein Agent: Dort können Sie nicht gefragt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>Choose another one with --port.</source>
   <translation>Wählen Sie mit --port einen anderen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>End a session after silence.</source>
   <translation>Eine Sitzung nach Stille beenden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>For --http; 0 takes any free one.</source>
   <translation>Für --http; 0 nimmt irgendeinen freien.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>Over HTTP on loopback, with a token, not stdin.</source>
   <translation>Über HTTP auf Loopback, mit einem Token, statt stdin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>Port {port} cannot be used: {strerror}.</source>
   <translation>Port {port} kann nicht benutzt werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>The SDK of the Model Context Protocol is not installed here.</source>
   <translation>Das SDK des Model Context Protocol ist hier nicht installiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp.py"></location>
   <source>Use --approver overlay.</source>
   <translation>Benutzen Sie --approver overlay.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>In {file}:</source>
   <translation>In {file}:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>It is in {file} already.</source>
   <translation>Es steht schon in {file}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Print what a client needs to start this server, or write it.</source>
   <translation>Ausgeben, was ein Client zum Start braucht, oder es eintragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Put it in by hand.</source>
   <translation>Tragen Sie es von Hand ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Put it in by hand: leave out --write to see it.</source>
   <translation>Tragen Sie es von Hand ein: Ohne --write wird es gezeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Take this server out of a client's configuration.</source>
   <translation>Diesen Server aus der Konfiguration eines Clients nehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Taken out of {file}.</source>
   <translation>Aus {file} genommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>There is nothing of this program in {file}.</source>
   <translation>In {file} steht nichts von diesem Programm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Whose configuration.</source>
   <translation>Wessen Konfiguration.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Write it, and keep the file as it was beside it.</source>
   <translation>Es eintragen, und die Datei, wie sie war, daneben aufheben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>Written: {file}. Start the client anew; take it out with: desktop-agent mcp uninstall {client}</source>
   <translation>Eingetragen: {file}. Starten Sie den Client neu; heraus nimmt es: desktop-agent mcp uninstall {client}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>{file} cannot be read.</source>
   <translation>{file} kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>{file} cannot be written: {strerror}.</source>
   <translation>{file} kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>{file} is too large.</source>
   <translation>{file} ist zu groß.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/commands/mcp_install.py"></location>
   <source>{file} may only be read.</source>
   <translation>{file} darf nur gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/running.py"></location>
   <source>Error: {error}</source>
   <translation>Fehler: {error}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/running.py"></location>
   <source>“{words}” asks for this over MCP.</source>
   <translation>„{words}“ verlangt das über MCP.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/sessions.py"></location>
   <source>Ended by the agent.</source>
   <translation>Vom Agenten beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/sessions.py"></location>
   <source>Ended for a task of its own model.</source>
   <translation>Beendet für eine Aufgabe des eigenen Modells.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/sessions.py"></location>
   <source>Nothing was asked for {part} minutes.</source>
   <translation>{part} Minuten lang wurde nichts verlangt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/sessions.py"></location>
   <source>The agent has gone.</source>
   <translation>Der Agent ist weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/agents/sessions.py"></location>
   <source>The agent took its call back.</source>
   <translation>Der Agent hat seinen Aufruf zurückgenommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/approver.py"></location>
   <source>No card can be shown: {why_not}</source>
   <translation>Es kann keine Karte gezeigt werden: {why_not}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/approver.py"></location>
   <source>Start it from one, or confirm it in Settings.</source>
   <translation>Starten Sie den Befehl in einem Terminal, oder bestätigen Sie in den Einstellungen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/approver.py"></location>
   <source>Start it from one, or use --approver none to refuse everything.</source>
   <translation>Starten Sie den Befehl in einem Terminal, oder lehnen Sie mit --approver none alles ab.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/approver.py"></location>
   <source>There is no terminal to ask on.</source>
   <translation>Es gibt kein Terminal, auf dem nachgefragt werden könnte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/approver.py"></location>
   <source>Use --approver terminal, or none.</source>
   <translation>Verwenden Sie --approver terminal oder none.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/approver.py"></location>
   <source>it is private, and nobody sits at it.</source>
   <translation>der Bildschirm ist privat, und niemand sitzt davor.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/arguments.py"></location>
   <source>An id, the start of one, a folder, or “last”.</source>
   <translation>Eine Kennung, deren Anfang, ein Ordner oder „last“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/arguments.py"></location>
   <source>Print one JSON document.</source>
   <translation>Ein JSON-Dokument ausgeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source> — this decides</source>
   <translation> — dies entscheidet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>A setting as “config show” names it, like run.max_steps.</source>
   <translation>Eine Einstellung, wie „config show“ sie nennt, etwa run.max_steps.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Act</source>
   <translation>Aktion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>As “config remembered” counts them, or “all”.</source>
   <translation>Wie „config remembered“ sie zählt, oder „all“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Change one value in the settings file; comments and order are kept.</source>
   <translation>Einen Wert in der Einstellungsdatei ändern; Kommentare und Reihenfolge bleiben erhalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Changed in {folder} since you last saved it here:</source>
   <translation>In {folder} geändert, seit Sie hier zuletzt gespeichert haben:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Check the settings file and the environment.</source>
   <translation>Die Einstellungsdatei und die Umgebung prüfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Confirmed: it counts from the next run on.</source>
   <translation>Bestätigt: Es gilt ab dem nächsten Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Control</source>
   <translation>Bedienelement</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Everything is as you last saved it here.</source>
   <translation>Alles ist so, wie Sie es hier zuletzt gespeichert haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>From</source>
   <translation>Herkunft</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Give a VALUE, or --unset</source>
   <translation>Geben Sie VALUE oder --unset an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>No answer is remembered. “Always for this button” on a card adds one.</source>
   <translation>Es ist keine Antwort gemerkt. „Immer hierfür (Schaltfläche)“ auf einer Karte fügt eine hinzu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Not confirmed: what you saved goes on to count.</source>
   <translation>Nicht bestätigt: Es gilt weiterhin, was Sie gespeichert haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Print every value and where it comes from.</source>
   <translation>Jeden Wert und seine Herkunft ausgeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Print the buttons that a run may always press, each with a number.</source>
   <translation>Die Schaltflächen, die ein Lauf immer drücken darf, mit Nummern ausgeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Print the path of the settings file.</source>
   <translation>Den Pfad der Einstellungsdatei ausgeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Program</source>
   <translation>Programm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Read as TOML, else as plain text.</source>
   <translation>Wird als TOML gelesen, sonst als einfacher Text.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Remove it from the file; its default applies.</source>
   <translation>Aus der Datei entfernen; dann gilt die Vorgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Say yes only if you know all of these changes.</source>
   <translation>Sagen Sie nur Ja, wenn Sie alle diese Änderungen kennen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Setting</source>
   <translation>Einstellung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Show what was changed since you last saved the settings here, and let it count.</source>
   <translation>Zeigen, was geändert wurde, seit Sie die Einstellungen hier zuletzt gespeichert haben, und es gelten lassen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Show which rule would decide on an action: “click Send”, “type "rm -rf"”, “press ctrl+w”, “navigate URL”, each with “in APPLICATION” after it, or the JSON of an action with any of application, title, control, role, focus, focus_role, site, pasted, typed_before, command, dialog, in_page, held and reach.</source>
   <translation>Zeigen, welche Regel über eine Aktion entschiede: „click Send“, „type "rm -rf"“, „press ctrl+w“, „navigate URL“, jeweils auch mit „in APPLICATION“ dahinter, oder das JSON einer Aktion mit beliebigen Angaben aus application, title, control, role, focus, focus_role, site, pasted, typed_before, command, dialog, in_page, held und reach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Site</source>
   <translation>Website</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Take back a remembered answer, or all of them.</source>
   <translation>Eine gemerkte Antwort oder alle zurücknehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Taken back: {part}.</source>
   <translation>Zurückgenommen: {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>The {where} overrides the file.</source>
   <translation>Vorrang vor der Datei hat: {where}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Value</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>What each of them does: “desktop-agent guide settings”.</source>
   <translation>Was jede davon bewirkt: „desktop-agent guide settings“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>Window</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>does not exist: defaults and environment apply</source>
   <translation>gibt es nicht: Es gelten die Vorgaben und die Umgebung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>is valid</source>
   <translation>ist gültig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>{key} is not set in {file}.</source>
   <translation>{key} ist in {file} nicht gesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>{key}: {before} → {after}, in {file}.</source>
   <translation>{key}: {before} → {after}, in {file}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/config.py"></location>
   <source>“{which}” is no number of a remembered answer; there are {listed}</source>
   <translation>„{which}“ ist keine Nummer einer gemerkten Antwort; es gibt {listed}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>One of the topics.</source>
   <translation>Eines der Themen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>Read how Desktop Agent works.</source>
   <translation>Nachlesen, wie Desktop Agent funktioniert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>The guide has no topic “{topic}”.</source>
   <translation>Die Anleitung hat kein Thema „{topic}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>Topic</source>
   <translation>Thema</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>What it answers</source>
   <translation>Was darin steht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>Without a topic, list the topics. A page is formatted on a terminal, and plain Markdown where it is piped.</source>
   <translation>Ohne Thema werden die Themen aufgezählt. Eine Seite erscheint im Terminal gestaltet, in einer Pipe als einfaches Markdown.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/guide.py"></location>
   <source>bold underline</source>
   <translation>bold underline</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source> To store it in a file that only you can read: --in-file</source>
   <translation> In einer Datei speichern, die nur Sie lesen können: --in-file</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Checks address, encryption, key, model, answers, streaming, chaining, retrieve, cancel, delete, pictures and speed, and asks for clicks on marks in a drawn picture, which tells pixels from a grid of 0 to 999. Nothing from this computer's screen is sent. The findings can be saved to the provider's profile.</source>
   <translation>Prüft Adresse, Verschlüsselung, Schlüssel, Modell, Antworten, Streaming, Verkettung, Abrufen, Abbrechen, Löschen, Bilder und Geschwindigkeit und lässt auf Marken in einem gezeichneten Bild klicken, woran sich Pixel von einem Raster von 0 bis 999 unterscheiden lassen. Vom Bildschirm dieses Computers wird nichts gesendet. Die Befunde können im Profil des Anbieters gespeichert werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Delete a provider's stored key.</source>
   <translation>Den gespeicherten Schlüssel eines Anbieters löschen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Dialect</source>
   <translation>Dialekt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Do not ask before it costs money.</source>
   <translation>Nicht fragen, bevor es Geld kostet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Exit codes: 0 all works or is not offered, 1 something failed, 2 wrong usage.</source>
   <translation>Exit-Codes: 0 alles funktioniert oder wird nicht angeboten, 1 etwas ist fehlgeschlagen, 2 falscher Aufruf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>If yours needs one anyway, set the variable DESKTOP_AGENT_API_KEY.</source>
   <translation>Falls Ihrer doch einen braucht, setzen Sie die Variable DESKTOP_AGENT_API_KEY.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Key</source>
   <translation>Schlüssel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Key for {name} (not shown): </source>
   <translation>Schlüssel für {name} (wird nicht angezeigt): </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>List the providers, where their keys are, and which servers run on this computer.</source>
   <translation>Die Anbieter auflisten und zeigen, wo ihre Schlüssel liegen und welche Server auf diesem Rechner laufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Models that see</source>
   <translation>Modelle, die sehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>No key was stored for “{kept_as}”.</source>
   <translation>Für „{kept_as}“ war kein Schlüssel gespeichert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Other models</source>
   <translation>Andere Modelle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Provider</source>
   <translation>Anbieter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Runs on this computer</source>
   <translation>Läuft auf diesem Rechner</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Save the findings to the profile without asking.</source>
   <translation>Die Befunde ohne Rückfrage im Profil speichern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Server</source>
   <translation>Server</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Show everything known about one provider.</source>
   <translation>Alles zeigen, was über einen Anbieter bekannt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Store a provider's key in the system keyring.</source>
   <translation>Den Schlüssel eines Anbieters im Schlüsselbund des Systems speichern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Store it in a file that only you can read.</source>
   <translation>In einer Datei aufbewahren, die nur Sie lesen können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>The key for “{kept_as}” is deleted.</source>
   <translation>Der Schlüssel für „{kept_as}“ ist gelöscht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>The key for “{kept_as}” is stored in {said}.</source>
   <translation>Der Schlüssel für „{kept_as}“ liegt {said}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>The variable {variable} is set and takes precedence.</source>
   <translation>Die Variable {variable} ist gesetzt und hat Vorrang.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>To remove a key from the environment: unset {variable}.</source>
   <translation>So entfernen Sie einen Schlüssel aus der Umgebung: unset {variable}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>Try a provider before a run costs money.</source>
   <translation>Einen Anbieter testen, bevor ein Lauf Geld kostet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>What</source>
   <translation>Was</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>You are asked for the key, and it is not shown; piped input is read instead. The key is sent to that provider's own host and nowhere else. Without a keyring, set the provider's environment variable instead, or use --in-file: every program that runs as you can read that file.</source>
   <translation>Sie werden nach dem Schlüssel gefragt, und er wird nicht angezeigt; stattdessen wird auch eine Eingabe aus einer Pipe gelesen. Der Schlüssel wird nur an den eigenen Server dieses Anbieters gesendet. Ohne Schlüsselbund setzen Sie die Umgebungsvariable des Anbieters, oder verwenden Sie --in-file: jedes Programm, das unter Ihrem Namen läuft, kann diese Datei lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>is loading its model</source>
   <translation>lädt sein Modell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>none needed</source>
   <translation>keiner nötig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>not needed</source>
   <translation>not needed</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>stored in the system keyring</source>
   <translation>im Schlüsselbund des Systems gespeichert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>stored in {path}</source>
   <translation>in {path} gespeichert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>the provider's environment variable</source>
   <translation>the provider's environment variable</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>the system keyring ({vault})</source>
   <translation>im Schlüsselbund des Systems ({vault})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>the variable {variable}</source>
   <translation>die Variable {variable}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>unknown; set price_read and price_written</source>
   <translation>unbekannt; setzen Sie price_read und price_written</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>yours to give</source>
   <translation>von Ihnen anzugeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>yours to give: with --base-url, or as base_url under [providers.{shown}]</source>
   <translation>von Ihnen anzugeben: mit --base-url oder als base_url unter [providers.{shown}]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>{path}; only you can read it, and programs that run as you</source>
   <translation>in {path}; nur Sie können die Datei lesen, und Programme, die unter Ihrem Konto laufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>{variable} is not set</source>
   <translation>{variable} ist nicht gesetzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>{variable} is set</source>
   <translation>{variable} ist gesetzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/providers.py"></location>
   <source>“{name}” is on this computer and needs no key.</source>
   <translation>„{name}“ läuft auf diesem Computer und braucht keinen Schlüssel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>  Done: {words}</source>
   <translation>  Erledigt: {words}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>Did it happen? Look at the screen. [y/n, Return: not known]</source>
   <translation>Ist es geschehen? Sehen Sie auf den Bildschirm. [y/n, Eingabetaste: unbekannt]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>Last picture: {picture}</source>
   <translation>Letztes Bild: {picture}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>No answer: the model is told to look by itself.</source>
   <translation>Keine Antwort: Das Modell soll selbst nachsehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>Resume a run that was broken off.</source>
   <translation>Einen abgebrochenen Lauf fortsetzen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>Resumes {id}: {ended}</source>
   <translation>Setzt {id} fort: {ended}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>Step {step} may or may not have happened: {words}</source>
   <translation>Schritt {step} ist vielleicht geschehen, vielleicht nicht: {words}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>What was done is not done again. Of a step that was begun and has no end in the record, you are told that it may or may not have happened; a new picture is taken, and the model looks. It goes on in a run of its own that names the earlier one, with that one's provider, model, mode, window and limits unless flags say otherwise. The mode “auto” and scopes are not taken over. A run that was on a side desk goes on on a new one, with --desk.</source>
   <translation>Was getan ist, wird nicht noch einmal getan. Von einem Schritt, der begonnen wurde und in der Aufzeichnung kein Ende hat, erfahren Sie, dass er vielleicht geschehen ist, vielleicht nicht; ein neues Bild wird aufgenommen, und das Modell sieht nach. Es geht in einem eigenen Lauf weiter, der den früheren nennt, mit dessen Anbieter, Modell, Modus, Fenster und Grenzen, soweit keine Schalter etwas anderes sagen. Der Modus „auto“ und Bereiche werden nicht übernommen. Ein Lauf, der auf einem Nebentisch war, geht mit --desk auf einem neuen weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/resume.py"></location>
   <source>Whether the step happened of which the record does not say it.</source>
   <translation>Ob der Schritt geschehen ist, von dem die Aufzeichnung es nicht sagt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Do one task on this computer's screen.</source>
   <translation>Eine Aufgabe auf dem Bildschirm dieses Computers erledigen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Exit codes: 0 completed or rehearsed, 1 failed, 2 wrong usage, 3 stopped, 4 limit reached, 5 blocked or partly done because of refusals or of what --receipt accept has left, 130 Ctrl+C.</source>
   <translation>Exit-Codes: 0 abgeschlossen oder geprobt, 1 fehlgeschlagen, 2 falscher Aufruf, 3 angehalten, 4 Grenze erreicht, 5 blockiert oder nur teilweise erledigt, weil etwas abgelehnt wurde oder --receipt accept etwas nicht übernommen hat, 130 Strg+C.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Give a readable text file.</source>
   <translation>Geben Sie eine lesbare Textdatei an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Give a text file.</source>
   <translation>Geben Sie eine Textdatei an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Give either TASK or --task-file, not both.</source>
   <translation>Geben Sie entweder TASK oder --task-file an, nicht beides.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Pipe the task in, or use --task-file.</source>
   <translation>Leiten Sie die Aufgabe mit einer Pipe ein, oder verwenden Sie --task-file.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Read the task from a file.</source>
   <translation>Die Aufgabe aus einer Datei lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Remove it: a task is plain text.</source>
   <translation>Entfernen Sie es: Eine Aufgabe ist reiner Text.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Save it as plain text in UTF-8.</source>
   <translation>Speichern Sie sie als reinen Text in UTF-8.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Say what to do, in quotes: desktop-agent run 'click “OK”'.</source>
   <translation>Sagen Sie in Anführungszeichen, was zu tun ist: desktop-agent run 'click „OK“'.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Say what to do, in words.</source>
   <translation>Sagen Sie in Worten, was zu tun ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Shorten it.</source>
   <translation>Kürzen Sie sie.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>Standard input cannot be read.</source>
   <translation>Die Standardeingabe kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>The model sees the screen and uses mouse and keyboard. You are asked first where a rule or the model's server requires it. Ctrl+C stops it at once. Without --provider the local model is used. It needs no network and follows plain steps only, such as: click "File", type "Hello" into "Name", press ctrl+s.</source>
   <translation>Das Modell sieht den Bildschirm und benutzt Maus und Tastatur. Wo eine Regel oder der Server des Modells es verlangt, werden Sie vorher gefragt. Strg+C hält es sofort an. Ohne --provider wird das eingebaute Modell verwendet. Es braucht kein Netzwerk und befolgt nur einfache Schritte auf Englisch, etwa: click "File", type "Hello" into "Name", press ctrl+s.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>The task from {source} contains the control character U+{odd}.</source>
   <translation>Die Aufgabe aus {source} enthält das Steuerzeichen U+{odd}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>The task from {source} is empty.</source>
   <translation>Die Aufgabe aus {source} ist leer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>The task from {source} is longer than 1 MB.</source>
   <translation>Die Aufgabe aus {source} ist länger als 1 MB.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>The task from {source} is not UTF-8 text.</source>
   <translation>Die Aufgabe aus {source} ist kein Text in UTF-8.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>The task is given twice.</source>
   <translation>Die Aufgabe ist doppelt angegeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>There is no task.</source>
   <translation>Es gibt keine Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>What to do, in words; “-” reads it from stdin.</source>
   <translation>Was zu tun ist, in Worten; „-“ liest es von der Standardeingabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>the command line</source>
   <translation>der Befehlszeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>{file} cannot be read: {strerror}.</source>
   <translation>{file} kann nicht gelesen werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run.py"></location>
   <source>{file} is a device.</source>
   <translation>{file} ist ein Gerät.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>An edited copy ({edited}): not as it was recorded.</source>
   <translation>Eine bearbeitete Kopie ({edited}): nicht so, wie sie aufgezeichnet wurde.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Check that a recording is as it was written: nothing changed, lost, added or cut off.</source>
   <translation>Prüft, ob eine Aufzeichnung ist, wie sie geschrieben wurde: nichts geändert, verloren, hinzugefügt oder abgeschnitten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>None of it can be trusted.</source>
   <translation>Nichts davon ist verlässlich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Not covered: {uncovered} of the live picture, as the record has no end.</source>
   <translation>Nicht abgedeckt: {uncovered} des Livebilds, denn die Aufzeichnung hat kein Ende.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Not signed: anyone who can write to its folder could have made it all anew. A keyring lets runs be signed.</source>
   <translation>Nicht unterschrieben: Wer in den Ordner schreiben kann, könnte alles neu gemacht haben. Mit einem Schlüsselbund werden Läufe unterschrieben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Signed with a key that is not this computer's: {key}. Only its owner can tell whose it is.</source>
   <translation>Mit einem Schlüssel unterschrieben, der nicht der dieses Rechners ist: {key}. Nur sein Besitzer kann sagen, wem er gehört.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Signed with this computer's key: {key}.</source>
   <translation>Mit dem Schlüssel dieses Rechners unterschrieben: {key}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Take it for whole only where this computer's key has signed it.</source>
   <translation>Gilt nur als unversehrt, wenn der Schlüssel dieses Rechners unterschrieben hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>The signature covers the first {lines}. Anybody could have added the rest.</source>
   <translation>Die Unterschrift gilt für die ersten {lines}. Den Rest könnte jeder hinzugefügt haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>This run was recorded before lines were chained: whether they are as they were written cannot be told.</source>
   <translation>Dieser Lauf wurde aufgezeichnet, bevor Zeilen verkettet wurden: Ob sie sind, wie sie geschrieben wurden, lässt sich nicht sagen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>What can still be trusted: the first {lines}, to step {whole_step}, and {pictures}.</source>
   <translation>Weiterhin verlässlich: die ersten {lines}, bis Schritt {whole_step}, und {pictures}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Whole so far, the run is under way: {what}.</source>
   <translation>Bisher unversehrt, der Lauf ist noch im Gange: {what}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>Whole: {what}.</source>
   <translation>Unversehrt: {what}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{lines} and {pictures}</source>
   <translation>{lines} und {pictures}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{more} more places are not as they were written: see --json.</source>
   <translation>{more} weitere Stellen sind nicht, wie sie geschrieben wurden: siehe --json.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{number} file</source>
   <translation>{number} Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{number} files</source>
   <translation>{number} Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{number} line</source>
   <translation>{number} Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{number} lines</source>
   <translation>{number} Zeilen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{number} picture</source>
   <translation>{number} Bild</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_check.py"></location>
   <source>{number} pictures</source>
   <translation>{number} Bilder</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>A part of the desktop.</source>
   <translation>Ein Teil des Desktops.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>A part of the desktop: {error}.</source>
   <translation>Ein Teil des Desktops: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>A text; again for more.</source>
   <translation>Ein Text; mehrmals für mehrere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>A window by program or title, with * and ?.</source>
   <translation>Ein Fenster nach Programm oder Titel, mit * und ?.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>A zip file that “runs export” has made.</source>
   <translation>Eine ZIP-Datei, die „runs export“ gemacht hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>An edited copy, with a chain of its own. Its pictures are as they were: look at what they show.</source>
   <translation>Eine bearbeitete Kopie mit eigener Kette. Ihre Bilder sind wie zuvor: Sehen Sie nach, was sie zeigen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Calls</source>
   <translation>Ruft auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Do not ask after the preview.</source>
   <translation>Nach der Vorschau nicht fragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Do not ask first.</source>
   <translation>Nicht vorher fragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Imported: {name}</source>
   <translation>Importiert: {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>In</source>
   <translation>In</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>It holds {actions}.</source>
   <translation>Darin sind {actions}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>It is marked as foreign, and nothing in it is carried out. Import it?</source>
   <translation>Er wird als fremd gekennzeichnet, und nichts darin wird ausgeführt. Importieren?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Its journal has a password in clear that was written before it was typed, perhaps in the task: --profile share leaves it out.</source>
   <translation>Im Protokoll steht ein Passwort im Klartext, das schon genannt war, bevor es eingegeben wurde, vielleicht in der Aufgabe: --profile share lässt es weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Nothing was exported.</source>
   <translation>Es wurde nichts exportiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Nothing was imported.</source>
   <translation>Es wurde nichts importiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Opens</source>
   <translation>Öffnet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Presses</source>
   <translation>Drückt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Put a run into one zip file: its journal, pictures and report.</source>
   <translation>Packt einen Lauf in eine ZIP-Datei: Protokoll, Bilder und Bericht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Reading the pictures…</source>
   <translation>Die Bilder werden gelesen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Say what: --word TEXT, --hide WINDOW, --region X,Y,W,H.</source>
   <translation>Sagen Sie, was: --word TEXT, --hide WINDOW, --region X,Y,W,H.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Take a run from such a file; it is marked as foreign, and nothing in it is carried out.</source>
   <translation>Nimmt einen Lauf aus einer solchen Datei; er wird als fremd gekennzeichnet, und nichts darin wird ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Take out what is below, in pictures too, after a preview.</source>
   <translation>Herausnehmen, was darunter steht, auch in Bildern, nach einer Vorschau.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Task: {task}</source>
   <translation>Aufgabe: {task}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>The live picture was left out: nobody can look through all of it.</source>
   <translation>Das Livebild wurde weggelassen: Niemand kann es ganz durchsehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>The pictures of steps that did not fit, then and now, were left out: no line covers them.</source>
   <translation>Die Bilder von Schritten, die nicht mehr passten, damals und jetzt, wurden weggelassen: Keine Zeile deckt sie ab.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>There is nothing to take out.</source>
   <translation>Es gibt nichts herauszunehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>To see what it did: desktop-agent runs show {name}</source>
   <translation>Was dieser Lauf getan hat, zeigt: desktop-agent runs show {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Types</source>
   <translation>Tippt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Where to write it; the path is printed.</source>
   <translation>Wohin es geschrieben wird; der Pfad wird ausgegeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Words cannot be found in pictures here.</source>
   <translation>Wörter können hier in Bildern nicht gefunden werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>Write the export like this?</source>
   <translation>Den Export so schreiben?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>share: leave out names of computers and users, and home folders.</source>
   <translation>share: Namen von Rechnern und Benutzern und persönliche Ordner weglassen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>{head}: {part} more</source>
   <translation>{head}: {part} weitere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>{number} action</source>
   <translation>{number} Aktion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>{number} actions</source>
   <translation>{number} Aktionen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_export.py"></location>
   <source>{pictures} and {texts} would be changed: {preview}</source>
   <translation>{pictures} und {texts} würden geändert: {preview}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_keep.py"></location>
   <source>Ids, starts of one, or “last”.</source>
   <translation>Kennungen, deren Anfänge oder „last“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_keep.py"></location>
   <source>Keep runs, however old they are or however much all take.</source>
   <translation>Behält Läufe, wie alt sie auch sind und wie viel alle belegen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_keep.py"></location>
   <source>Kept</source>
   <translation>Bleibt erhalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_keep.py"></location>
   <source>May be deleted</source>
   <translation>Darf gelöscht werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_keep.py"></location>
   <source>No rule deletes what is kept; `runs keep --unkeep` takes that back.</source>
   <translation>Keine Regel löscht, was erhalten bleibt; `runs keep --unkeep` nimmt das zurück.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_keep.py"></location>
   <source>They may go again.</source>
   <translation>Sie dürfen wieder gehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_report.py"></location>
   <source>Make a film of the run, and put it into the page.</source>
   <translation>Einen Film des Laufs machen und in die Seite setzen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_report.py"></location>
   <source>The file.</source>
   <translation>Die Datei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/run_report.py"></location>
   <source>Write a run's report, a page for the browser, and print its path.</source>
   <translation>Den Bericht eines Laufs, eine Seite für den Browser, schreiben und seinen Pfad ausgeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Also say where each step pointed, and what took how long.</source>
   <translation>Auch sagen, wohin jeder Schritt zeigte und was wie lange dauerte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Cost</source>
   <translation>Kosten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Damaged: {unreadable_lines} could not be read</source>
   <translation>Defekt:  nicht lesbar: {unreadable_lines}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Delete runs for good: their records, pictures and reports.</source>
   <translation>Läufe endgültig löschen: ihre Aufzeichnungen, Bilder und Berichte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Deleted: {name}</source>
   <translation>Gelöscht: {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Earlier: {part}</source>
   <translation>Vorher: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Folder:  {dir}</source>
   <translation>Ordner:  {dir}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>From elsewhere: {came_from}</source>
   <translation>Von anderswo: {came_from}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>List the runs, newest first.</source>
   <translation>Die Läufe auflisten, den neuesten zuerst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>No run is like that.</source>
   <translation>Kein Lauf ist so.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Nothing was deleted.</source>
   <translation>Es wurde nichts gelöscht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Only as large as 10MB, or more.</source>
   <translation>Nur solche, die 10MB groß sind oder größer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Only since 2026-11-20, or for 7d.</source>
   <translation>Nur seit 2026-11-20 oder seit 7d.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Only what cost so much or more.</source>
   <translation>Nur was so viel gekostet hat oder mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Only with all of these words.</source>
   <translation>Nur mit allen diesen Wörtern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Only with this ending; again for more.</source>
   <translation>Nur mit diesem Ende; mehrmals für mehrere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Resumes: {resumes}</source>
   <translation>Setzt fort: {resumes}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Run</source>
   <translation>Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Run:     {id}</source>
   <translation>Lauf:    {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Show what happened in a run, step by step.</source>
   <translation>Schritt für Schritt zeigen, was in einem Lauf geschehen ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Started: </source>
   <translation>Started: </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Started: unknown</source>
   <translation>Beginn:  unbekannt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Started: {at}</source>
   <translation>Beginn:  {at}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Status</source>
   <translation>Status</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Status:  {text}</source>
   <translation>Status:  {text}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Step {step} did not fit any more:</source>
   <translation>Schritt {step} passte nicht mehr:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Steps:   {steps}</source>
   <translation>Schritte: {steps}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Task</source>
   <translation>Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Task:</source>
   <translation>Aufgabe:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>There are no runs yet. Make one: “desktop-agent demo”.</source>
   <translation>Es gibt noch keine Läufe. So entsteht einer: „desktop-agent demo“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>These runs, their pictures and their reports</source>
   <translation>Diese Läufe, ihre Bilder und ihre Berichte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>This run, its pictures and its report</source>
   <translation>Dieser Lauf, seine Bilder und sein Bericht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>Took:    {seconds}</source>
   <translation>Dauer:   {seconds}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>{part} are removed from the disk ({size})</source>
   <translation>{part} werden von der Festplatte entfernt ({size})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/runs.py"></location>
   <source>{what}. That cannot be undone. Delete?</source>
   <translation>{what}. Das lässt sich nicht rückgängig machen. Löschen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/screenshot.py"></location>
   <source>Choose another file with -o.</source>
   <translation>Wählen Sie mit -o eine andere Datei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/screenshot.py"></location>
   <source>Save exactly the picture that the model would get.</source>
   <translation>Genau das Bild speichern, das das Modell bekäme.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/screenshot.py"></location>
   <source>The file goes after -o: -o {misplaced}</source>
   <translation>Die Datei steht hinter -o: -o {misplaced}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/screenshot.py"></location>
   <source>The picture cannot be written to {output}: {strerror}.</source>
   <translation>Das Bild kann nicht in {output} geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Delete a secret.</source>
   <translation>Ein Geheimnis löschen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Do not ask each time, where it goes into a password field there.</source>
   <translation>Nicht jedes Mal fragen, wo es dort in ein Kennwortfeld geht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>For</source>
   <translation>Für</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Keep a secret in the system keyring, for one program or site.</source>
   <translation>Ein Geheimnis im Schlüsselbund des Systems aufbewahren, für ein Programm oder eine Website.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>List the names of the secrets and where each belongs.</source>
   <translation>Die Namen der Geheimnisse auflisten, und wohin jedes gehört.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Once more: </source>
   <translation>Noch einmal: </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Secret {name} (not shown): </source>
   <translation>Geheimnis {name} (wird nicht gezeigt): </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>The program or site that it is for.</source>
   <translation>Das Programm oder die Website, für die es ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>The secret “{name}” is deleted.</source>
   <translation>Das Geheimnis „{name}“ ist gelöscht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>The secret “{name}” is kept for {place}. In a task, write {form}.</source>
   <translation>Das Geheimnis „{name}“ ist für {place} aufbewahrt. Schreiben Sie in einer Aufgabe {form}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>The two are not the same, so nothing was kept.</source>
   <translation>Die beiden sind nicht gleich, daher wurde nichts aufbewahrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>There is no secret.</source>
   <translation>Es gibt kein Geheimnis.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>There was no secret “{name}”.</source>
   <translation>Es gab kein Geheimnis „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>Type it again.</source>
   <translation>Geben Sie es noch einmal ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>You are asked</source>
   <translation>Sie werden gefragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>You are asked for it, and it is not shown; piped input is read instead. In a task, {{secret:NAME}} stands for it: the program types it, and it is in no request, record, report or log. Anywhere but where it is for it is refused, and you are asked each time that it is typed.</source>
   <translation>Sie werden danach gefragt, und es wird nicht gezeigt; aus einer Pipe wird stattdessen gelesen. In einer Aufgabe steht {{secret:NAME}} dafür: Das Programm tippt es, und es ist in keiner Anfrage, keiner Aufzeichnung, keinem Bericht und keinem Protokoll. Überall sonst, als wofür es ist, wird es verweigert, und Sie werden jedes Mal gefragt, wenn es getippt wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>each time</source>
   <translation>jedes Mal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/secrets.py"></location>
   <source>not in password fields</source>
   <translation>in Kennwortfeldern nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>Give one of them.</source>
   <translation>Geben Sie eins davon an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>It writes an entry for the menu, the icon, and completion for bash, zsh and fish into your own folders, and prints the paths. It does not start with the desktop unless you say so. No other file is changed; --remove deletes these.</source>
   <translation>Es schreibt einen Eintrag für das Menü, das Symbol und die Vervollständigung für bash, zsh und fish in Ihre eigenen Ordner und gibt die Pfade aus. Mit dem Desktop startet es nur, wenn Sie das verlangen. Keine andere Datei wird geändert; --remove löscht diese.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>Make its folder writable.</source>
   <translation>Machen Sie den Ordner der Datei beschreibbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>Put the program into the menu of the desktop and into the shells.</source>
   <translation>Das Programm ins Menü des Desktops und in die Shells aufnehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>Start it once: Settings has the rest.</source>
   <translation>Starten Sie es einmal: Der Rest steht in den Einstellungen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>Start with the desktop, or not.</source>
   <translation>Mit dem Desktop starten oder nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>Take all of this out again.</source>
   <translation>All das wieder herausnehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/setup.py"></location>
   <source>This system has no such folders.</source>
   <translation>Dieses System hat keine solchen Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/stop.py"></location>
   <source>It does what Stop in the tray does, for a task from the tray or from a terminal. Bind it to a key of your desktop where no key of this program is heard, as on GNOME.</source>
   <translation>Das tut, was Anhalten im Tray tut, für eine Aufgabe aus dem Tray oder von einem Terminal. Legen Sie es auf eine Taste Ihrer Arbeitsfläche, wo keine Taste dieses Programms gehört wird, wie unter GNOME.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/stop.py"></location>
   <source>No task is under way.</source>
   <translation>Es läuft keine Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/stop.py"></location>
   <source>Stop the task that is under way.</source>
   <translation>Die laufende Aufgabe anhalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/stop.py"></location>
   <source>The task was told to stop.</source>
   <translation>Die Aufgabe wird angehalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/tray.py"></location>
   <source>Its menu starts, pauses and stops tasks, and opens History and Settings. If the desktop has no tray, a small window does the same. Running it again brings the running program to the front.</source>
   <translation>Sein Menü startet, pausiert und beendet Aufgaben und öffnet Verlauf und Einstellungen. Hat der Desktop keinen Infobereich, tut ein kleines Fenster dasselbe. Ein erneuter Aufruf holt das laufende Programm nach vorn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/commands/tray.py"></location>
   <source>Put Desktop Agent in the tray.</source>
   <translation>Desktop Agent in den Infobereich legen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/flags.py"></location>
   <source>Log to stderr; show a traceback with an error.</source>
   <translation>Nach stderr protokollieren; bei einem Fehler den Traceback zeigen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/flags.py"></location>
   <source>Print the run's events, one JSON object a line.</source>
   <translation>Die Ereignisse des Laufs ausgeben, ein JSON-Objekt je Zeile.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/flags.py"></location>
   <source>flag: {setting} </source>
   <translation>flag: {setting} </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source> See “{part} --help”.</source>
   <translation> Siehe „{part} --help“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Check what works here, what does not, and how to fix it.</source>
   <translation>Prüfen, was hier funktioniert, was nicht und wie es sich beheben lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Do a past run again without a model, looking for each place.</source>
   <translation>Einen früheren Lauf ohne Modell wiederholen, mit Blick auf jede Stelle.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Error: Unexpected {name}: {error}. Run it again with --debug.</source>
   <translation>Fehler: unerwartet, {name}: {error}. Starten Sie den Befehl noch einmal mit --debug.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Keep texts that only this program types, each for one place.</source>
   <translation>Texte aufbewahren, die nur dieses Programm tippt, jeden für einen Ort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Let a language model operate your real computer while you watch.</source>
   <translation>Ein Sprachmodell Ihren echten Computer bedienen lassen, während Sie zusehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Look at past runs, and delete them.</source>
   <translation>Frühere Läufe ansehen und löschen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Look at what a desk has changed, take it over, or throw it away.</source>
   <translation>Ansehen, was ein Nebentisch geändert hat, es übernehmen oder verwerfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Offer this computer to another agent, under the same approvals.</source>
   <translation>Diesen Computer einem anderen Agenten anbieten, mit denselben Rückfragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Play a file of plain steps without a model.</source>
   <translation>Eine Datei einfacher Schritte ohne Modell abspielen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Play a file of steps on a private screen, and make films of it.</source>
   <translation>Eine Datei mit Schritten auf einem eigenen Bildschirm abspielen und Filme davon machen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Print the version and exit.</source>
   <translation>Die Version ausgeben und beenden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Put Desktop Agent in the tray; this is the default command.</source>
   <translation>Desktop Agent in den Infobereich legen; dies ist der Standardbefehl.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Read how it works, and what it promises.</source>
   <translation>Nachlesen, wie es funktioniert und was es verspricht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Run the local model as a Responses server on loopback.</source>
   <translation>Das lokale Modell als Responses-Server auf der Loopback-Adresse bereitstellen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Show a task once, and have it written down as steps.</source>
   <translation>Eine Aufgabe einmal vormachen und als Schritte aufschreiben lassen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Show the known model servers, store their keys, test one.</source>
   <translation>Die bekannten Modellserver zeigen, ihre Schlüssel speichern, einen testen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Show the settings and where each comes from.</source>
   <translation>Die Einstellungen und ihre Herkunft zeigen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>Watch a complete run, offline, on a private screen.</source>
   <translation>Einem vollständigen Lauf zusehen, offline, auf einem privaten Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/main.py"></location>
   <source>“{program} demo” shows everything without a key. For details: “{program2} COMMAND --help”.</source>
   <translation>„{program} demo“ zeigt alles ohne Schlüssel. Einzelheiten: „{program2} COMMAND --help“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/progress.py"></location>
   <source>Asking you on the screen: {sentence}</source>
   <translation>Frage an Sie auf dem Bildschirm: {sentence}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/progress.py"></location>
   <source>Paused: press Resume on the screen. Tell the model… beside it takes words for the model</source>
   <translation>Pausiert: Drücken Sie auf dem Bildschirm Fortsetzen. Daneben nimmt Dem Modell mitteilen… Worte für das Modell an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/progress.py"></location>
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/progress.py"></location>
   <source>Step {part} · {seconds} s</source>
   <translation>Schritt {part} · {seconds} s</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/progress.py"></location>
   <source>dim italic</source>
   <translation>dim italic</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>  Answers: </source>
   <translation>  Antworten: </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source> Type {digits} for yes.</source>
   <translation> Tippen Sie für Ja {digits}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>, not this</source>
   <translation>, dies nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>; this action is not done.</source>
   <translation>; diese Aktion wird nicht ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Allow it there for this task?</source>
   <translation>Dort für diese Aufgabe erlauben?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Allow this once?</source>
   <translation>Dies einmal erlauben?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Approve this instead?</source>
   <translation>Stattdessen dies genehmigen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Change the text or the point first; then you are asked about that.</source>
   <translation>Erst den Text oder den Punkt ändern; dann werden Sie dazu gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Ignored: this was not typed on a physical keyboard.
</source>
   <translation>Nicht beachtet: Das wurde nicht auf einer echten Tastatur getippt.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Ignored: this was not typed on a physical keyboard. Please answer again.
</source>
   <translation>Nicht beachtet: Das wurde nicht auf einer echten Tastatur getippt. Bitte antworten Sie noch einmal.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Let it count?</source>
   <translation>Soll es gelten?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>No answer within {within_s} s: refused.</source>
   <translation>Keine Antwort innerhalb von {within_s} s: abgelehnt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>No, and the model is told so. So is everything that is not listed here.</source>
   <translation>Nein, und das Modell erfährt es. Als Nein gilt auch alles, was hier nicht aufgeführt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>No, and the run ends.</source>
   <translation>Nein, und der Lauf endet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>No, with a reason for the model, which you write on the next line.</source>
   <translation>Nein, mit einem Grund für das Modell, den Sie in die nächste Zeile schreiben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>No; you go on yourself, and press Enter here when the agent may continue.</source>
   <translation>Nein; Sie machen selbst weiter und drücken hier die Eingabetaste, wenn der Agent fortfahren darf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Nothing was changed that could be done instead.
</source>
   <translation>Es wurde nichts geändert, was stattdessen getan werden könnte.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Point instead, as x,y below {width},{height} (nothing leaves it as it is): </source>
   <translation>Anderer Punkt, als x,y unter {width},{height} (leer: bleibt, wie er ist): </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Press Enter to let the agent continue, Ctrl+C to stop.</source>
   <translation>Mit der Eingabetaste macht der Agent weiter, mit Strg+C halten Sie ihn an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Shows this.</source>
   <translation>Zeigt diese Erklärung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Text instead ({line_break} is a line break; nothing leaves it as it is): </source>
   <translation>Anderer Text ({line_break} ist ein Zeilenumbruch; leer: bleibt, wie er ist): </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>The model asks</source>
   <translation>Das Modell fragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>To tell the model something, type it before you press Enter.</source>
   <translation>Wenn Sie dem Modell etwas sagen möchten, tippen Sie es, bevor Sie die Eingabetaste drücken.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Turns accessibility on, so that programs name their controls; then you are asked again.</source>
   <translation>Schaltet die Barrierefreiheit ein, damit Programme ihre Bedienelemente benennen; dann werden Sie erneut gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Type {digits} for yes, or hold {keys}. [y/N] </source>
   <translation>Für Ja {digits} eintippen, oder {keys} halten. [y/N] </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>What should the model know or do instead? </source>
   <translation>Was soll das Modell wissen oder stattdessen tun? </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Yes, and everything in this program, on the web at this site, except sending, deleting, running, for this task.</source>
   <translation>Ja, und für diese Aufgabe alles in diesem Programm, im Web auf dieser Website, außer Senden, Löschen und Ausführen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Yes, and to its like in this window, until you take that back or the window closes.</source>
   <translation>Ja, und auch zu Gleichartigem in diesem Fenster, bis Sie das zurücknehmen oder das Fenster geschlossen wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Yes, and to more text at this place of this window, as long as nothing else changes there and the keyboard stays.</source>
   <translation>Ja, und auch zu weiterem Text an dieser Stelle des Fensters, solange sich dort nichts anderes ändert und die Tastatur dort bleibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Yes, and whenever the same is sent to this address in this run, whatever it holds then.</source>
   <translation>Ja, und immer, wenn in diesem Lauf dasselbe an diese Adresse gesendet wird, was es dann auch enthält.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Yes, and whenever this {what} is met again. “config remembered” lists and takes that back.</source>
   <translation>Ja, und künftig immer, wenn dies wieder vorkommt ({what}). „config remembered“ zeigt solche Antworten; sie lassen sich zurücknehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Yes, this once.</source>
   <translation>Ja, dieses eine Mal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>You're in control.</source>
   <translation>Sie haben die Kontrolle.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>Your answer: </source>
   <translation>Ihre Antwort: </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>a</source>
   <translation>a</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>accessibility on</source>
   <translation>Barrierefreiheit ein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>all in this program</source>
   <translation>alles in diesem Programm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>always for this {what}</source>
   <translation>immer hierfür ({what})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>ca</source>
   <translation>ca</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>for text here</source>
   <translation>für Text hier</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>for this address</source>
   <translation>für diese Adresse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>for this window</source>
   <translation>für dieses Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>la</source>
   <translation>la</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>look only</source>
   <translation>nur ansehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>no, and why</source>
   <translation>nein, mit Grund</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>take over</source>
   <translation>übernehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>what is harmless</source>
   <translation>nur Harmloses</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>what these mean</source>
   <translation>was diese bedeuten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>yes, for this task</source>
   <translation>ja, für diese Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>yes, once</source>
   <translation>ja, einmal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>{meaning}, for this task</source>
   <translation>{meaning}, für diese Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>{meaning}, from now on</source>
   <translation>{meaning}, von jetzt an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/asking.py"></location>
   <source>{words}, always</source>
   <translation>{words}, immer</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/line_guard.py"></location>
   <source>Refused: this terminal is on the controlled screen, where we can't tell your typing from the agent's. Set person.approve_with to “challenge”, or start it from another computer.</source>
   <translation>Abgelehnt: Dieses Terminal ist auf dem gesteuerten Bildschirm, wo sich Ihre Eingaben nicht von denen des Agenten unterscheiden lassen. Setzen Sie person.approve_with auf „challenge“, oder starten Sie den Befehl von einem anderen Computer aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>A program on the desk asks: {question}</source>
   <translation>Ein Programm auf dem Nebentisch fragt: {question}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>Next step: {question}</source>
   <translation>Nächster Schritt: {question}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>POSSIBLE ATTACK</source>
   <translation>MÖGLICHER ANGRIFF</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>Text</source>
   <translation>Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>The model wants to: {question}</source>
   <translation>Das Modell hat vor: {question}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/prompt/question.py"></location>
   <source>Why:</source>
   <translation>Grund:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/running.py"></location>
   <source>Error: {message}</source>
   <translation>Fehler: {message}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/running.py"></location>
   <source>Report: {report}</source>
   <translation>Bericht: {report}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/running.py"></location>
   <source>Warning: {error}</source>
   <translation>Warnung: {error}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/terminal.py"></location>
   <source>Free some space, or redirect it elsewhere.</source>
   <translation>Schaffen Sie Platz, oder leiten Sie die Ausgabe woandershin um.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/terminal.py"></location>
   <source>Nobody can be asked here: give --yes.</source>
   <translation>Hier kann niemand gefragt werden: Geben Sie --yes an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/terminal.py"></location>
   <source>The output cannot be written: {strerror}.</source>
   <translation>Die Ausgabe kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/token.py"></location>
   <source>The token in {variable} is not valid.</source>
   <translation>Das Token in {variable} ist nicht gültig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/cli/token.py"></location>
   <source>Use letters and digits, without spaces.</source>
   <translation>Verwenden Sie Buchstaben und Ziffern, ohne Leerzeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Accessibility is off on this desktop: programs do not say what their buttons and fields are, and you are asked more often.</source>
   <translation>Die Barrierefreiheit ist auf diesem Desktop ausgeschaltet: Programme sagen nicht, was ihre Schaltflächen und Felder sind, und Sie werden öfter gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Accessibility is on until you log out. Programs that are open may have to be started again.</source>
   <translation>Die Barrierefreiheit ist eingeschaltet, bis Sie sich abmelden. Offene Programme müssen eventuell neu gestartet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Accessibility is on, and stays on. Programs that are open may have to be started again.</source>
   <translation>Die Barrierefreiheit ist eingeschaltet und bleibt es. Offene Programme müssen eventuell neu gestartet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>An agent from outside asks for this: nothing but the rules here checks it.</source>
   <translation>Ein Agent von außen verlangt das: Nichts prüft es außer den Regeln hier.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Everything except sending, deleting, running</source>
   <translation>Alles außer Senden, Löschen und Ausführen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>It could not be turned on: nobody answers on this desktop's accessibility bus.</source>
   <translation>Sie konnte nicht eingeschaltet werden: Auf dem Barrierefreiheitsbus dieses Desktops antwortet niemand.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Look only</source>
   <translation>Nur ansehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>The program does not say what is there. Look for yourself what this does.</source>
   <translation>Das Programm sagt nicht, was dort ist. Sehen Sie selbst nach, was dies bewirkt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>This model's server checks nothing by itself: only the rules here do.</source>
   <translation>Der Server dieses Modells prüft von sich aus nichts: Nur die Regeln hier tun es.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Unless you approve it once, you are asked again before this is done.</source>
   <translation>Wenn Sie es nicht einmalig genehmigen, werden Sie erneut gefragt, bevor das geschieht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>What is known to be harmless there</source>
   <translation>Was dort als harmlos bekannt ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>Whatever you allow now, you are asked about each line that is typed there.</source>
   <translation>Was Sie jetzt auch erlauben: Zu jeder Zeile, die dort getippt wird, werden Sie gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>check box</source>
   <translation>Kontrollkästchen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>choice</source>
   <translation>Auswahl</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>link</source>
   <translation>Link</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>switch</source>
   <translation>Schalter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/answer_words.py"></location>
   <source>“Approve text here” is a yes to more text in the same place, until anything else changes there.</source>
   <translation>„Text hier genehmigen“ ist ein Ja zu weiterem Text an derselben Stelle, bis sich dort etwas anderes ändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/check_words.py"></location>
   <source>Codes of the warning: {codes}</source>
   <translation>Codes der Warnung: {codes}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/check_words.py"></location>
   <source>The model's provider wants a person to look at this first.</source>
   <translation>Der Anbieter des Modells möchte, dass sich dies zuerst ein Mensch ansieht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/check_words.py"></location>
   <source>This is a site where a mistake can do harm.</source>
   <translation>Auf dieser Website kann ein Fehler Schaden anrichten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/check_words.py"></location>
   <source>This presses “{name}”, which may send, pay for or delete something.</source>
   <translation>Damit wird „{name}“ gedrückt, was etwas senden, bezahlen oder löschen kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/check_words.py"></location>
   <source>This site may have nothing to do with the task.</source>
   <translation>Diese Website hat möglicherweise nichts mit der Aufgabe zu tun.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/check_words.py"></location>
   <source>What the screen shows may try to give the model orders that are not yours. Refuse, unless you expected this step.</source>
   <translation>Was der Bildschirm zeigt, will dem Modell möglicherweise Anweisungen geben, die nicht von Ihnen stammen. Lehnen Sie ab, wenn Sie diesen Schritt nicht erwartet haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> ({arguments} characters)</source>
   <translation> ({arguments} Zeichen)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> ({text} characters)</source>
   <translation> ({text} Zeichen)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> and </source>
   <translation> und </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> at</source>
   <translation> bei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> from</source>
   <translation> von</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> in “{window}”</source>
   <translation> in „{window}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> into</source>
   <translation> in</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> on</source>
   <translation> bei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> to</source>
   <translation> nach</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> with </source>
   <translation> mit </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source> with {keys} held</source>
   <translation> mit gehaltener Taste {keys}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>At {first} in the picture</source>
   <translation>Bei {first} im Bild</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>By</source>
   <translation>Mit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Call {called}</source>
   <translation>Aufruf: {called}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Click</source>
   <translation>Klick auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Double-click</source>
   <translation>Doppelklick auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Drag</source>
   <translation>Ziehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Finish ({status}): {text}</source>
   <translation>Beenden ({status}): {text}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>From {first} to {last} in the picture</source>
   <translation>Von {first} nach {last} im Bild</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Hold the {button} button at</source>
   <translation>Maustaste {button} gedrückt halten bei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Hold {keys}</source>
   <translation>{keys} gedrückt halten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Input</source>
   <translation>Eingabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Look at the screen</source>
   <translation>Bildschirm ansehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Move the pointer to</source>
   <translation>Mauszeiger bewegen auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Open {url} in the browser</source>
   <translation>{url} im Browser öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Press {keys}</source>
   <translation>{keys} drücken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Release the {button} button at</source>
   <translation>Maustaste {button} loslassen bei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Release {keys}</source>
   <translation>{keys} loslassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Runs</source>
   <translation>Ausführung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Scroll {part}</source>
   <translation>Rollen {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Sees</source>
   <translation>Sieht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Start “{program}”</source>
   <translation>„{program}“ starten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Starts</source>
   <translation>Startet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Tool</source>
   <translation>Werkzeug</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Triple-click</source>
   <translation>Dreifachklick auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Type </source>
   <translation>Eingabe von </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>Wait {seconds} s</source>
   <translation>{seconds} s warten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>With</source>
   <translation>Mit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>a secret text</source>
   <translation>einen geheimen Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>button</source>
   <translation>Schaltfläche</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>cell</source>
   <translation>Zelle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>combo box</source>
   <translation>Auswahlfeld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>down {dy} px</source>
   <translation>um {dy} px nach unten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>field</source>
   <translation>Feld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>icon</source>
   <translation>Symbol</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>left {part} px</source>
   <translation>um {part} px nach links</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>list item</source>
   <translation>Listeneintrag</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>menu item</source>
   <translation>Menüeintrag</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>password field</source>
   <translation>Passwortfeld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>radio button</source>
   <translation>Optionsfeld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>right {dx} px</source>
   <translation>um {dx} px nach rechts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>slider</source>
   <translation>Schieberegler</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>spin button</source>
   <translation>Drehfeld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>tab</source>
   <translation>Reiter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>text field</source>
   <translation>Textfeld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>the function “{name}”</source>
   <translation>der Funktion „{name}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>the tool “{name}” of the MCP server “{server}”</source>
   <translation>des Werkzeugs „{name}“ des MCP-Servers „{server}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/describe.py"></location>
   <source>up {part} px</source>
   <translation>um {part} px nach oben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/floating_windows.py"></location>
   <source>Status — Desktop Agent</source>
   <translation>Status — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/geometry.py"></location>
   <source>Choose a point inside the picture.</source>
   <translation>Wählen Sie einen Punkt innerhalb des Bilds.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/geometry.py"></location>
   <source>The point ({x}, {y}) is outside the picture of {width}x{height} pixels.</source>
   <translation>Der Punkt ({x}, {y}) liegt außerhalb des Bilds von {width}x{height} Pixeln.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/geometry.py"></location>
   <source>The point ({x}, {y}) of the desktop is not in the picture.</source>
   <translation>Der Punkt ({x}, {y}) des Desktops liegt nicht im Bild.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/keys.py"></location>
   <source>Go on without it.</source>
   <translation>Machen Sie ohne sie weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/keys.py"></location>
   <source>Name at least one key, for example enter.</source>
   <translation>Nennen Sie mindestens eine Taste, zum Beispiel enter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/keys.py"></location>
   <source>The chord names no key.</source>
   <translation>Die Tastenkombination nennt keine Taste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/keys.py"></location>
   <source>The key “{spelled}” locks, ends or switches off this session, so it is never pressed.</source>
   <translation>Die Taste „{spelled}“ sperrt oder beendet diese Sitzung oder schaltet sie ab, deshalb wird sie nie gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/keys.py"></location>
   <source>There is no key called “{spelled}”.</source>
   <translation>Es gibt keine Taste namens „{spelled}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/keys.py"></location>
   <source>Use names like ctrl, shift, alt, enter, tab, escape, delete, up, f5, or a single character.</source>
   <translation>Verwenden Sie Namen wie ctrl, shift, alt, enter, tab, escape, delete, up, f5 oder ein einzelnes Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>Ask about everything</source>
   <translation>Alles erfragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>Ask where it matters</source>
   <translation>Fragen, wo es darauf ankommt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>Don't ask</source>
   <translation>Nicht fragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>Rehearse</source>
   <translation>Proben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>every step needs approval</source>
   <translation>jeder Schritt braucht eine Genehmigung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>nothing is carried out</source>
   <translation>nichts wird ausgeführt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>only safety checks need approval</source>
   <translation>nur Sicherheitsprüfungen brauchen eine Genehmigung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/mode.py"></location>
   <source>rules decide which steps need approval</source>
   <translation>Regeln entscheiden, welche Schritte eine Genehmigung brauchen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Field</source>
   <translation>Feld</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Host</source>
   <translation>Rechner</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>It holds more than is shown here.</source>
   <translation>Sie enthält mehr, als hier steht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>It is not encrypted: others on the way can read it.</source>
   <translation>Sie ist nicht verschlüsselt: Andere können sie unterwegs lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>It may change something at its host, and cannot be taken back.</source>
   <translation>Sie kann bei ihrem Rechner etwas ändern und lässt sich nicht zurücknehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Kind</source>
   <translation>Art</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Let a request of an unusual kind leave the desk</source>
   <translation>Eine Anfrage ungewöhnlicher Art vom Nebentisch hinauslassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Let a {method} request leave the desk</source>
   <translation>Eine {method}-Anfrage vom Nebentisch hinauslassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Let a {method} request with 1 byte leave the desk</source>
   <translation>Eine {method}-Anfrage mit 1 Byte vom Nebentisch hinauslassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Let a {method} request with {size} bytes leave the desk</source>
   <translation>Eine {method}-Anfrage mit {size} Bytes vom Nebentisch hinauslassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/outgoing.py"></location>
   <source>Method</source>
   <translation>Methode</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source> at ({x}, {y})</source>
   <translation> bei ({x}, {y})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source> at {named}</source>
   <translation> bei {named}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source> into {named}</source>
   <translation> in {named}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source> on {named}</source>
   <translation> auf {named}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>, beginning on {named}</source>
   <translation>, beginnend auf {named}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>1 hidden character</source>
   <translation>1 verborgenes Zeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Call a function</source>
   <translation>Eine Funktion aufrufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Call a tool of an MCP server</source>
   <translation>Ein Werkzeug eines MCP-Servers aufrufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Do these {said} things, one after the other</source>
   <translation>Diese {said} Aktionen nacheinander ausführen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Do {several} things, one after the other</source>
   <translation>{several} Dinge tun, eines nach dem anderen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>File</source>
   <translation>Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Finish ({status})</source>
   <translation>Beenden ({status})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Link to</source>
   <translation>Link auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Model's server</source>
   <translation>Server des Modells</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Open an address in the browser</source>
   <translation>Eine Adresse im Browser öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Reason given</source>
   <translation>Angegebener Grund</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Start a program</source>
   <translation>Ein Programm starten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>The agent says</source>
   <translation>Der Agent sagt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>The model says</source>
   <translation>Das Modell sagt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>The steps</source>
   <translation>Die Schritte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Type {letters_of}</source>
   <translation>{letters_of} eingeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>Written by others; it may be false</source>
   <translation>Von anderen geschrieben; es kann falsch sein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>the {kind}</source>
   <translation>das Genannte ({kind})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>the {kind} named below</source>
   <translation>das unten Genannte ({kind})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>unknown: the system does not say which</source>
   <translation>unbekannt: das System sagt nicht, welches</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>without a title</source>
   <translation>ohne Titel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>{number} characters</source>
   <translation>{number} Zeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/own_words.py"></location>
   <source>{number} hidden characters</source>
   <translation>{number} verborgene Zeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/step_count.py"></location>
   <source>{step} of {last}</source>
   <translation>{step} von {last}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Apr</source>
   <translation>Apr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Aug</source>
   <translation>Aug.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Dec</source>
   <translation>Dez.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Feb</source>
   <translation>Feb.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Jan</source>
   <translation>Jan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Jul</source>
   <translation>Juli</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Jun</source>
   <translation>Juni</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Mar</source>
   <translation>März</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>May</source>
   <translation>Mai</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Nov</source>
   <translation>Nov.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Oct</source>
   <translation>Okt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>Sep</source>
   <translation>Sept.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>and</source>
   <translation>und</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>completed</source>
   <translation>abgeschlossen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>control</source>
   <translation>Element</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>down</source>
   <translation>nach unten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>edit</source>
   <translation>ändern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>emoji</source>
   <translation>Emojis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>everything</source>
   <translation>alles</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>left</source>
   <translation>links</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>middle</source>
   <translation>Mitte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>right</source>
   <translation>rechts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>stop</source>
   <translation>anhalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/core/translation.py"></location>
   <source>up</source>
   <translation>nach oben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/asking.py"></location>
   <source>Let it out? [y: once, w: whenever it is sent to this address, anything else: no] </source>
   <translation>Hinauslassen? [y: einmal, w: immer, wenn es an diese Adresse geht, alles andere: nein] </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/asking.py"></location>
   <source>Not let out, as nobody can be asked here: {method} {address}</source>
   <translation>Nicht hinausgelassen, denn hier kann niemand gefragt werden: {method} {address}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/asking.py"></location>
   <source>Not let out, as the desk has ended: {method} {address}</source>
   <translation>Nicht hinausgelassen, da der Nebentisch zu Ende ist: {method} {address}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>A desk has the programs that are installed for all users.</source>
   <translation>Ein Nebentisch hat die Programme, die für alle Benutzer installiert sind.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>A program to start there, with its arguments.</source>
   <translation>Ein Programm, das dort startet, mit seinen Argumenten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Ctrl+C ends it.</source>
   <translation>Strg+C beendet ihn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Desk</source>
   <translation>Nebentisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Desk: {id}</source>
   <translation>Nebentisch: {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>End a desk that runs: its windows are asked to close, then all on it ends.</source>
   <translation>Einen laufenden Nebentisch beenden: Seine Fenster werden gebeten, sich zu schließen, dann endet alles darauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>List the desks, newest first.</source>
   <translation>Die Nebentische auflisten, den neuesten zuerst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Looking around</source>
   <translation>Umsehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Open a desk over your files, to look around on; nothing that is done there counts.</source>
   <translation>Einen Nebentisch über Ihren Dateien öffnen, um sich umzusehen; nichts, was dort geschieht, zählt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Reach this host; you are asked before anything is sent there.</source>
   <translation>Diesen Host erreichen; Sie werden gefragt, bevor etwas dorthin gesendet wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>Right-click on its background for the programs. Nothing that is done there counts.</source>
   <translation>Ein Rechtsklick auf seinen Hintergrund zeigt die Programme. Nichts, was dort geschieht, zählt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>See only this folder; again for more.</source>
   <translation>Nur diesen Ordner sehen; noch einmal für weitere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>That desk has ended already.</source>
   <translation>Dieser Nebentisch ist schon beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>The desk has ended.</source>
   <translation>Der Nebentisch ist beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>The desk has not ended in time.</source>
   <translation>Der Nebentisch ist nicht rechtzeitig zu Ende gekommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>There are no desks yet.</source>
   <translation>Es gibt noch keine Nebentische.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>There is no program “{name}” on a desk.</source>
   <translation>Ein Programm „{name}“ gibt es auf einem Nebentisch nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_open.py"></location>
   <source>What it has changed: desktop-agent desk show {id}</source>
   <translation>Was er geändert hat: desktop-agent desk show {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Carry out a list of tasks, each on a desk of its own.</source>
   <translation>Führt eine Liste von Aufgaben aus, jede auf einem eigenen Nebentisch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>How many desks at a time.</source>
   <translation>Wie viele Nebentische zugleich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>It cannot be read</source>
   <translation>Nicht lesbar</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Nothing was changed</source>
   <translation>Nichts wurde geändert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>On the computers of this Ray cluster.</source>
   <translation>Auf den Computern dieses Ray-Verbunds.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Outcome</source>
   <translation>Ergebnis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Print a JSON object for each change and result.</source>
   <translation>Gibt für jede Änderung und jedes Ergebnis ein JSON-Objekt aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Receipt</source>
   <translation>Beleg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Steps</source>
   <translation>Schritte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Taken over: {taken}, left: {left}</source>
   <translation>Übernommen: {taken}, offen: {left}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>The tasks: see “guide desk-many”.</source>
   <translation>Die Aufgaben: siehe „guide desk-many“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>Thrown away</source>
   <translation>Verworfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>What becomes of the documents of tasks that do not say.</source>
   <translation>Was mit den Dokumenten von Aufgaben geschieht, die es nicht sagen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>What is taken over second never overwrites what was taken over first.</source>
   <translation>Was als Zweites übernommen wird, überschreibt nie, was zuerst übernommen wurde.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>{name}: desktop-agent desk show {desk}</source>
   <translation>{name}: desktop-agent desk show {desk}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>{number} change</source>
   <translation>{number} Änderung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>{number} changes</source>
   <translation>{number} Änderungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_run.py"></location>
   <source>{told} may change the same files in {folder}.</source>
   <translation>{told} können dieselben Dateien in {folder} ändern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>An id, the start of one, or “last”.</source>
   <translation>Eine Kennung, der Anfang einer solchen oder „last“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Desk:  {id}</source>
   <translation>Tisch:   {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>It is not known what was there at the start: what you deleted meanwhile may be shown as new.</source>
   <translation>Was am Anfang da war, ist nicht bekannt: Was Sie inzwischen gelöscht haben, steht hier vielleicht als neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Leave no line out.</source>
   <translation>Keine Zeile weglassen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Left out, never taken over:</source>
   <translation>Ausgelassen, wird nie übernommen:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Nothing of this counts yet.</source>
   <translation>Noch gilt nichts davon.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>See how a file differs:  desktop-agent desk show {id} PATH</source>
   <translation>Unterschiede einer Datei: desktop-agent desk show {id} PFAD</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Sent, and not to be taken back: {counted}</source>
   <translation>Gesendet und nicht zurückzuholen: {counted}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Show how these files differ.</source>
   <translation>Zeigen, worin sich diese Dateien unterscheiden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Show it in a window, and take over there what you want.</source>
   <translation>In einem Fenster zeigen und dort übernehmen, was Sie wollen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Show what a desk has changed, and nothing of which counts yet.</source>
   <translation>Zeigen, was ein Nebentisch geändert hat; noch gilt nichts davon.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Take the documents over: desktop-agent desk take {id}</source>
   <translation>Dokumente übernehmen:     desktop-agent desk take {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Taking over was cut off. Finish it: desktop-agent desk take {id} --finish</source>
   <translation>Eine Übernahme wurde abgebrochen. Zu Ende führen: desktop-agent desk take {id} --finish</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Task:  {visible}</source>
   <translation>Aufgabe: {visible}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>The desk has changed nothing.</source>
   <translation>Der Nebentisch hat nichts geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>Throw all of it away:    desktop-agent desk discard {id}</source>
   <translation>Alles verwerfen:          desktop-agent desk discard {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>What you changed, too (!), stays yours, unless you add --keep-both or --replace.</source>
   <translation>Was auch Sie geändert haben (!), bleibt Ihres, wenn Sie nicht --keep-both oder --replace angeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>each needs its own yes</source>
   <translation>jedes braucht sein eigenes Ja</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>left alone unless you say so</source>
   <translation>unberührt, wenn Sie nichts anderes sagen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>{number} request</source>
   <translation>{number} Anfrage</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_show.py"></location>
   <source>{number} requests</source>
   <translation>{number} Anfragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>Asks you</source>
   <translation>Fragt Sie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>Failed</source>
   <translation>Fehlgeschlagen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>Last</source>
   <translation>Zuletzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>Not begun</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>State</source>
   <translation>Stand</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>Step</source>
   <translation>Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>The next desk waits for memory: {file_size} more must be free.</source>
   <translation>Der nächste Nebentisch wartet auf Speicher: {file_size} mehr müssen frei sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>Working</source>
   <translation>Arbeitet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_table.py"></location>
   <source>{part} more are not shown.</source>
   <translation>{part} weitere sind nicht zu sehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Do not show the receipt first, and do not ask.</source>
   <translation>Den Beleg nicht vorher zeigen und nicht fragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Finish a taking over that was cut off.</source>
   <translation>Eine abgebrochene Übernahme zu Ende führen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Nothing was taken over.</source>
   <translation>Nichts wurde übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Nothing was thrown away.</source>
   <translation>Nichts wurde verworfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Only this file, or what is in this folder.</source>
   <translation>Nur diese Datei, oder was in diesem Ordner ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Programs' settings, too; never what would run later, which you name.</source>
   <translation>Auch Einstellungen von Programmen; nie, was später laufen würde: Das nennen Sie einzeln.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Take back all that was taken over from a desk, within 30 days.</source>
   <translation>Alles zurücknehmen, was von einem Nebentisch übernommen wurde, innerhalb von 30 Tagen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Take it back within 30 days: desktop-agent desk undo {id}</source>
   <translation>Innerhalb von 30 Tagen zurücknehmen: desktop-agent desk undo {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Take over what a desk has changed: its documents, unless you say what.</source>
   <translation>Übernehmen, was ein Nebentisch geändert hat: die Dokumente, wenn Sie nichts anderes sagen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Taken back: {changes}.</source>
   <translation>Zurückgenommen: {changes}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Taken over: {changes}.</source>
   <translation>Übernommen: {changes}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>There is nothing to take over.</source>
   <translation>Es gibt nichts zu übernehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Throw away all that a desk has changed and you have not taken over.</source>
   <translation>Alles verwerfen, was ein Nebentisch geändert hat und Sie nicht übernommen haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>Thrown away. Your files are as they were.</source>
   <translation>Verworfen. Ihre Dateien sind, wie sie waren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>What you changed, too, is put beside yours: “plan (desk).odt”.</source>
   <translation>Was auch Sie geändert haben, kommt neben das Ihre: „plan (desk).odt“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>What you changed, too, is replaced; yours is kept for the undo.</source>
   <translation>Was auch Sie geändert haben, wird ersetzt; Ihres bleibt zum Zurücknehmen erhalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>{changes} are thrown away for good. Go on?</source>
   <translation>Endgültig verworfen wird: {changes}. Weiter?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/desk_take.py"></location>
   <source>{chosen} are taken over. Go on?</source>
   <translation>Übernommen wird: {chosen}. Weiter?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/flags.py"></location>
   <source>Add --desk.</source>
   <translation>Fügen Sie --desk hinzu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/flags.py"></location>
   <source>On a side desk, whose changes do not count yet.</source>
   <translation>Auf einem Nebentisch, dessen Änderungen noch nicht zählen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/flags.py"></location>
   <source>The desk reaches this host, and asks before it sends anything there; again for more.</source>
   <translation>Der Nebentisch erreicht diesen Host und fragt, bevor er etwas dorthin sendet; noch einmal für weitere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/flags.py"></location>
   <source>The desk sees only this folder; again for more.</source>
   <translation>Der Nebentisch sieht nur diesen Ordner; noch einmal für weitere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/flags.py"></location>
   <source>What becomes of the desk's documents: accept, discard or keep.  [keep]</source>
   <translation>Was aus den Dokumenten des Nebentischs wird: accept, discard oder keep.  [keep]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/flags.py"></location>
   <source>{written} is about a desk.</source>
   <translation>{written} betrifft einen Nebentisch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/place.py"></location>
   <source>Opening a side desk…</source>
   <translation>Ein Nebentisch wird geöffnet…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/place.py"></location>
   <source>Take it back within 30 days: desktop-agent desk undo {desk}</source>
   <translation>Innerhalb von 30 Tagen zurücknehmen: desktop-agent desk undo {desk}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/place.py"></location>
   <source>Taken over: {taken}.</source>
   <translation>Übernommen: {taken}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/place.py"></location>
   <source>What it has changed on the desk ({groups}): desktop-agent desk show {desk}</source>
   <translation>Was er auf dem Nebentisch geändert hat ({groups}): desktop-agent desk show {desk}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/place.py"></location>
   <source>What it has changed on the desk: desktop-agent desk show {desk}</source>
   <translation>Was er auf dem Nebentisch geändert hat: desktop-agent desk show {desk}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/commands/questions.py"></location>
   <source>A question of “{name}”:</source>
   <translation>Eine Frage von „{name}“:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>Check that you may write to the folder above it.</source>
   <translation>Prüfen Sie, ob Sie in den Ordner darüber schreiben dürfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>Free some space there, or set DESKTOP_AGENT_HOME to a folder on another disk.</source>
   <translation>Schaffen Sie dort Platz, oder setzen Sie DESKTOP_AGENT_HOME auf einen Ordner auf einem anderen Datenträger.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>Give more of the name.</source>
   <translation>Geben Sie mehr vom Namen an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>No space is left for the desk in {folder}.</source>
   <translation>Für den Nebentisch in {folder} ist kein Platz mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>See `desktop-agent desk list`.</source>
   <translation>Siehe `desktop-agent desk list`.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>The desk in {folder} cannot be written: {reason}.</source>
   <translation>Der Nebentisch in {folder} kann nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>The record of the desk in {folder} cannot be read.</source>
   <translation>Die Aufzeichnung des Nebentischs in {folder} kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>There is no desk in {folder}.</source>
   <translation>In {folder} ist kein Nebentisch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>There is no desk “{ref}”.</source>
   <translation>Es gibt keinen Nebentisch „{ref}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/folder.py"></location>
   <source>{matching} desks start with “{ref}”.</source>
   <translation>{matching} Nebentische beginnen mit „{ref}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>access to a cloud</source>
   <translation>Zugang zu einer Cloud</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>access to accounts and servers</source>
   <translation>Zugänge zu Konten und Servern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>access to other computers</source>
   <translation>Zugänge zu anderen Rechnern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>addresses of the person's own session</source>
   <translation>Adressen der eigenen Sitzung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>certificates and their keys</source>
   <translation>Zertifikate und ihre Schlüssel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>commands typed before, with whatever stood in them</source>
   <translation>früher getippte Befehle mit allem, was darin stand</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>cookies and logins of a browser</source>
   <translation>Cookies und Anmeldungen eines Browsers</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>data of programs, browsers among them</source>
   <translation>Daten von Programmen, darunter Browser</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>keys that open other computers</source>
   <translation>Schlüssel zu anderen Rechnern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>lets a program into the person's own session</source>
   <translation>lässt ein Programm in die eigene Sitzung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>lets a program onto the person's own display</source>
   <translation>lässt ein Programm auf den eigenen Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>lets a program play and record the person's own sound</source>
   <translation>lässt ein Programm Ton abspielen und aufnehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>logins of a program made with web technology</source>
   <translation>Anmeldungen eines Programms, das mit Webtechnik gemacht ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>mail and its passwords</source>
   <translation>E-Mail und ihre Passwörter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>messages and the logins for them</source>
   <translation>Nachrichten und die Anmeldungen dafür</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>output of the person's own session</source>
   <translation>Ausgaben der eigenen Sitzung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>says that a program is open on the person's own desktop</source>
   <translation>sagt, dass ein Programm auf dem eigenen Bildschirm offen ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>small pictures of hidden things</source>
   <translation>kleine Bilder verborgener Dinge</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>stored passwords</source>
   <translation>gespeicherte Passwörter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>what was copied before</source>
   <translation>was zuvor kopiert wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>what was done before</source>
   <translation>was zuvor getan wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/hidden.py"></location>
   <source>what was done before: histories, logs, what was open</source>
   <translation>was zuvor getan wurde: Verläufe, Protokolle, was offen war</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/away.py"></location>
   <source>Do not trust it.</source>
   <translation>Trauen Sie ihm nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/away.py"></location>
   <source>See: desktop-agent guide desk</source>
   <translation>Siehe: desktop-agent guide desk</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/away.py"></location>
   <source>The folder {folder} is hidden from every desk.</source>
   <translation>Der Ordner {folder} ist vor jedem Nebentisch verborgen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/away.py"></location>
   <source>What came from the other computer is not what was asked for.</source>
   <translation>Was vom anderen Computer kam, ist nicht das, worum gebeten wurde.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>Check the free space there.</source>
   <translation>Prüfen Sie dort den freien Platz.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>Let the task run once more.</source>
   <translation>Lassen Sie die Aufgabe noch einmal laufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>Name the folders that the task is about, not more.</source>
   <translation>Nennen Sie nur die Ordner, um die es in der Aufgabe geht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>What came from the other computer cannot be read.</source>
   <translation>Was vom anderen Computer kam, ist nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>What came from the other computer leads elsewhere: {path}.</source>
   <translation>Was vom anderen Computer kam, führt woandershin: {path}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>{folder} holds more than {part} MB.</source>
   <translation>{folder} enthält mehr als {part} MB.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/bundle.py"></location>
   <source>{path} cannot be made: {strerror}.</source>
   <translation>{path} kann nicht angelegt werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>Give the task “files”.</source>
   <translation>Geben Sie der Aufgabe „files“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>It is done anew.</source>
   <translation>Sie wird noch einmal ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>No computer of this cluster offers desks.</source>
   <translation>Kein Computer dieses Verbunds bietet Nebentische an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>Only named folders travel to another computer.</source>
   <translation>Zu einem anderen Computer reisen nur genannte Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>Ray is not installed.</source>
   <translation>Ray ist nicht installiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>Start one: ray start --head</source>
   <translation>Starten Sie einen: ray start --head</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>The computer that it ran on is gone.</source>
   <translation>Der Computer, auf dem die Aufgabe lief, ist weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>There is no Ray cluster at {address}.</source>
   <translation>Unter {address} gibt es keinen Ray-Verbund.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/ray_cluster.py"></location>
   <source>Version {version} is there, and {version2} here.</source>
   <translation>Dort ist Version {version}, hier {version2}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>Mend that line.</source>
   <translation>Berichtigen Sie diese Zeile.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>Name a file of tasks. See: desktop-agent guide desk-many</source>
   <translation>Nennen Sie eine Datei mit Aufgaben. Siehe: desktop-agent guide desk-many</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>Name a folder that exists.</source>
   <translation>Nennen Sie einen Ordner, den es gibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>There is no file {file}.</source>
   <translation>Eine Datei {file} gibt es nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>There is no task in {file}.</source>
   <translation>In {file} steht keine Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>Write each as a [[task]] table.</source>
   <translation>Schreiben Sie jede als Tabelle [[task]].</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>it must be plain text, and not empty</source>
   <translation>es muss einfacher Text sein und darf nicht leer sein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>{file} is not valid TOML: {error}.</source>
   <translation>{file} ist kein gültiges TOML: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>{file}, line {text}</source>
   <translation>{file}, Zeile {text}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>{file}, line {text}: a list of tasks has no “{key}”.</source>
   <translation>{file}, Zeile {text}: Eine Liste von Aufgaben hat kein „{key}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/many/task_file.py"></location>
   <source>{place}: there is no folder {folder}.</source>
   <translation>{place}: Einen Ordner {folder} gibt es nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/hosts.py"></location>
   <source>Name a host as in --desk-hosts example.org, or *.example.org for the names below it.</source>
   <translation>Nennen Sie einen Rechner wie in --desk-hosts example.org, oder *.example.org für die Namen darunter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/hosts.py"></location>
   <source>“{text}” is not the name of a host on the internet.</source>
   <translation>„{text}“ ist nicht der Name eines Rechners im Internet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>only read</source>
   <translation>nur gelesen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>you said yes for this run</source>
   <translation>von Ihnen für diesen Lauf erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>you said yes to it</source>
   <translation>von Ihnen erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>{number} byte</source>
   <translation>{number} Byte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>{number} bytes</source>
   <translation>{number} Byte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>{number} read</source>
   <translation>{number} lesende Anfrage</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/sent_list.py"></location>
   <source>{number} reads</source>
   <translation>{number} lesende Anfragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/start.py"></location>
   <source>The proxy of the desk cannot be started: {strerror}.</source>
   <translation>Der Proxy des Nebentischs lässt sich nicht starten: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/start.py"></location>
   <source>The proxy of the desk did not start: {reason}.</source>
   <translation>Der Proxy des Nebentischs ist nicht gestartet: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/start.py"></location>
   <source>Try again; if it stays so, run the desk without --desk-hosts.</source>
   <translation>Versuchen Sie es noch einmal; bleibt es so, starten Sie den Nebentisch ohne --desk-hosts.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/network/start.py"></location>
   <source>it gave no reason</source>
   <translation>er hat keinen Grund genannt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/difference.py"></location>
   <source>No text to compare ({sizes}).</source>
   <translation>Kein Text zum Vergleichen ({sizes}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/difference.py"></location>
   <source>Only the text of both is compared.</source>
   <translation>Verglichen wird nur der Text von beiden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/difference.py"></location>
   <source>The desk's: {visible}</source>
   <translation>Vom Nebentisch: {visible}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/difference.py"></location>
   <source>The text is too long to be compared here.</source>
   <translation>Der Text ist zu lang, um hier verglichen zu werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/difference.py"></location>
   <source>Yours: {visible}</source>
   <translation>Ihres: {visible}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/journal.py"></location>
   <source>The desk's folder is left as it is.</source>
   <translation>Der Ordner des Nebentischs bleibt, wie er ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/journal.py"></location>
   <source>The journal in {folder} cannot be read.</source>
   <translation>Das Protokoll in {folder} kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>can be started as a program</source>
   <translation>kann als Programm gestartet werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>is a program among settings</source>
   <translation>ist ein Programm zwischen Einstellungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>is code among the settings of a program</source>
   <translation>ist Code zwischen den Einstellungen eines Programms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>is read by a shell or a session at its start</source>
   <translation>wird von einer Shell oder Sitzung beim Start gelesen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>is run whenever Python is started</source>
   <translation>wird bei jedem Start von Python ausgeführt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>leads into a hidden place</source>
   <translation>führt an einen verborgenen Ort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>leads out of the folder that the desk had</source>
   <translation>führt aus dem Ordner hinaus, den der Tisch hatte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>lies where things are started from</source>
   <translation>liegt dort, wo von selbst gestartet wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>names a program to be started</source>
   <translation>nennt ein Programm, das gestartet wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/later.py"></location>
   <source>names programs for others to start</source>
   <translation>nennt Programme, die andere starten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/pairs.py"></location>
   <source>was “{foreign}”</source>
   <translation>war „{foreign}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/pairs.py"></location>
   <source>was “{path}”</source>
   <translation>war „{path}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/read.py"></location>
   <source>End it first: `desktop-agent desk end {id}`.</source>
   <translation>Beenden Sie ihn zuerst: `desktop-agent desk end {id}`.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/read.py"></location>
   <source>The desk {id} is still running.</source>
   <translation>Der Nebentisch {id} läuft noch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/settle.py"></location>
   <source>See “desktop-agent desk show {desk}”.</source>
   <translation>Siehe „desktop-agent desk show {desk}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/settle.py"></location>
   <source>The desk has changed nothing at “{path}” that can be taken over.</source>
   <translation>Der Nebentisch hat bei „{path}“ nichts geändert, was übernommen werden kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>changes the attribute “{name}”</source>
   <translation>ändert das Attribut „{name}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>does not get the right to run in another name</source>
   <translation>erhält nicht das Recht, unter anderem Namen zu laufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>gets the attribute “{name}”</source>
   <translation>erhält das Attribut „{name}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>has other names, which keep the old version</source>
   <translation>hat weitere Namen, die die alte Fassung behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>loses the attribute “{name}”</source>
   <translation>verliert das Attribut „{name}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>points to “{foreign}”</source>
   <translation>zeigt auf „{foreign}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/sort.py"></location>
   <source>rights {old} become {new}</source>
   <translation>aus Rechten {old} wird {new}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Another program is taking over from the desk {id}.</source>
   <translation>Ein anderes Programm übernimmt gerade vom Nebentisch {id}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Finish it with “desktop-agent desk take {id} --finish”, or take it back with “desktop-agent desk undo {id2}”.</source>
   <translation>Führen Sie es mit „desktop-agent desk take {id} --finish“ zu Ende, oder nehmen Sie es mit „desktop-agent desk undo {id2}“ zurück.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Free some space, then take over from the desk {id} again.</source>
   <translation>Schaffen Sie Platz, dann übernehmen Sie erneut vom Nebentisch {id}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Mend that, then take over from the desk {id} again.</source>
   <translation>Beheben Sie das, dann übernehmen Sie erneut vom Nebentisch {id}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>No space is left on the disk, so nothing was taken over, and your files are as they were.</source>
   <translation>Auf dem Datenträger ist kein Platz mehr, also wurde nichts übernommen, und Ihre Dateien sind, wie sie waren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Nothing of the desk {id} can be undone.</source>
   <translation>Vom Nebentisch {id} kann nichts zurückgenommen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Nothing of the desk {id} was cut off.</source>
   <translation>Beim Nebentisch {id} wurde nichts abgebrochen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Nothing was taken over, and your files are as they were: {reason}.</source>
   <translation>Nichts wurde übernommen, und Ihre Dateien sind, wie sie waren: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Old versions are kept for 30 days.</source>
   <translation>Alte Fassungen werden 30 Tage aufgehoben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Take it back first with “desktop-agent desk undo {id}”.</source>
   <translation>Nehmen Sie es zuerst mit „desktop-agent desk undo {id}“ zurück.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Taking over from the desk {id} was cut off.</source>
   <translation>Die Übernahme vom Nebentisch {id} wurde abgebrochen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>There is nothing to finish.</source>
   <translation>Es gibt nichts zu Ende zu führen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/take.py"></location>
   <source>Wait until it is done.</source>
   <translation>Warten Sie, bis das geschehen ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Changed</source>
   <translation>Geändert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Deleted</source>
   <translation>Gelöscht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Documents</source>
   <translation>Dokumente</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Hidden from the desk, which tried to write there: {shown_path}</source>
   <translation>Vor dem Nebentisch verborgen, der dorthin schreiben wollte: {shown_path}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Left as it is: {shown_path}: {word}</source>
   <translation>Bleibt, wie es ist: {shown_path}: {word}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Moved</source>
   <translation>Verschoben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>New</source>
   <translation>Neu</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Programs' settings</source>
   <translation>Einstellungen von Programmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Rights</source>
   <translation>Rechte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Saved outside of the folders that you named</source>
   <translation>Außerhalb der von Ihnen genannten Ordner gespeichert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Saved where a desk keeps nothing, and gone with it: {shown_path}</source>
   <translation>Gespeichert, wo ein Nebentisch nichts behält, und mit ihm verschwunden: {shown_path}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>To your trash</source>
   <translation>In den Papierkorb</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>Would run later</source>
   <translation>Würde später laufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>a git repository, made in {place}</source>
   <translation>ein Git-Repository, angelegt in {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>cache file</source>
   <translation>Zwischenspeicherdatei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>git in {place}</source>
   <translation>Git in {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>it has changed since</source>
   <translation>es hat sich seither geändert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>it is not as it was shown</source>
   <translation>es ist nicht, wie es gezeigt wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>it waits for a yes of its own</source>
   <translation>es wartet auf ein eigenes Ja</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>its folder is gone</source>
   <translation>der Ordner ist weg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>its folder is not there any more</source>
   <translation>der Ordner ist nicht mehr da</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>lock file</source>
   <translation>Sperrdatei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>something else stands in place of its folder</source>
   <translation>an der Stelle des Ordners steht etwas anderes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>special file</source>
   <translation>besondere Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>temporary file</source>
   <translation>temporäre Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>the system does not allow it</source>
   <translation>das System erlaubt es nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>there is one of that name by now</source>
   <translation>es gibt inzwischen etwas mit diesem Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>unreadable file</source>
   <translation>unlesbare Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>you changed it, too</source>
   <translation>auch Sie haben es geändert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>you deleted it meanwhile</source>
   <translation>Sie haben es inzwischen gelöscht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>you have one of that name, which the desk did not see</source>
   <translation>Sie haben schon etwas mit diesem Namen, das der Nebentisch nicht sah</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>you made one of that name, too</source>
   <translation>auch Sie haben etwas mit diesem Namen angelegt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{counted} in it</source>
   <translation>{counted} darin</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{files} in it</source>
   <translation>{files} darin</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} cache file</source>
   <translation>{number} Zwischenspeicherdatei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} cache files</source>
   <translation>{number} Zwischenspeicherdateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} lock file</source>
   <translation>{number} Sperrdatei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} lock files</source>
   <translation>{number} Sperrdateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} special file</source>
   <translation>{number} besondere Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} special files</source>
   <translation>{number} besondere Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} temporary file</source>
   <translation>{number} temporäre Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} temporary files</source>
   <translation>{number} temporäre Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} unreadable file</source>
   <translation>{number} unlesbare Datei</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/receipt/tell.py"></location>
   <source>{number} unreadable files</source>
   <translation>{number} unlesbare Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/on_desk.py"></location>
   <source>A desk has a screen of its own.</source>
   <translation>Ein Nebentisch hat einen eigenen Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/on_desk.py"></location>
   <source>Leave out --window and --region.</source>
   <translation>Lassen Sie --window und --region weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/on_desk.py"></location>
   <source>You work on a private desktop. Its programs are started by a right click on the empty background, which opens a menu with all of them.</source>
   <translation>You work on a private desktop. Its programs are started by a right click on the empty background, which opens a menu with all of them.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/resume.py"></location>
   <source>Name its folders by --desk-files; --desk-files ~ is all of your home.</source>
   <translation>Nennen Sie seine Ordner mit --desk-files; --desk-files ~ ist Ihr ganzer persönlicher Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/resume.py"></location>
   <source>The desk of that run has ended: its windows are gone, and what it has changed and you have not taken over is not on the new one. See: desktop-agent desk show {earlier}</source>
   <translation>Der Tisch jenes Laufs ist beendet: Seine Fenster sind weg, und was er geändert hat und Sie nicht übernommen haben, ist nicht auf dem neuen. Siehe: desktop-agent desk show {earlier}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/resume.py"></location>
   <source>The desk of that run saw none of your folders.</source>
   <translation>Der Nebentisch jenes Laufs sah keinen Ihrer Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/resume.py"></location>
   <source>What the desk of that run could see is not known any more.</source>
   <translation>Was der Tisch jenes Laufs sehen konnte, ist nicht mehr bekannt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/run_desk.py"></location>
   <source>Not taken over: {left}. See: desktop-agent desk show {id}</source>
   <translation>Nicht übernommen: {left}. Siehe: desktop-agent desk show {id}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/runs/run_desk.py"></location>
   <source>The kernel makes no such layers here: fuse-overlayfs does, which is slower.</source>
   <translation>Der Kernel legt hier keine solchen Schichten an: fuse-overlayfs tut es, und ist langsamer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>A container or the computer's administrator forbids them: start the program outside of it.</source>
   <translation>Ein Container oder die Verwaltung des Rechners verbietet sie: Starten Sie das Programm außerhalb davon.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>A side desk needs Linux with user namespaces.</source>
   <translation>Ein Nebentisch braucht Linux mit User-Namespaces.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>A side desk needs programs that are not installed: {missing}.</source>
   <translation>Ein Nebentisch braucht Programme, die nicht installiert sind: {missing}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>Another file system is mounted below your folder, or this one is of a kind that cannot be layered: name other folders by --desk-files, or run: sudo apt-get install -y fuse-overlayfs</source>
   <translation>Unter Ihrem Ordner ist ein anderes Dateisystem eingehängt, oder dieses ist von einer Art, die sich nicht überlagern lässt: Nennen Sie mit --desk-files andere Ordner, oder führen Sie aus: sudo apt-get install -y fuse-overlayfs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>Linux 5.11 or newer is needed, or: sudo apt-get install -y fuse-overlayfs</source>
   <translation>Nötig ist Linux 5.11 oder neuer, oder: sudo apt-get install -y fuse-overlayfs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>Nothing is run without these walls.</source>
   <translation>Ohne diese Wände wird nichts ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>Run: sudo apt-get install -y {missing}</source>
   <translation>Führen Sie aus: sudo apt-get install -y {missing}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>The layer that keeps changes apart cannot be made over your folder: {why}.</source>
   <translation>Die Schicht, die Änderungen getrennt hält, lässt sich nicht über Ihren Ordner legen: {why}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>The side desk did not start in time.</source>
   <translation>Der Nebentisch ist nicht rechtzeitig gestartet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>The side desk did not start: {part}.</source>
   <translation>Der Nebentisch ist nicht gestartet: {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>The walls of a side desk cannot be put up: {reason}.</source>
   <translation>Die Wände eines Nebentischs lassen sich nicht aufstellen: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>This computer allows no user namespaces, without which there is no side desk.</source>
   <translation>Dieser Rechner erlaubt keine User-Namespaces, ohne die es keinen Nebentisch gibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>Try again when the computer is less busy.</source>
   <translation>Versuchen Sie es noch einmal, wenn der Rechner weniger zu tun hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>Try: desktop-agent doctor</source>
   <translation>Versuchen Sie: desktop-agent doctor</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/failures.py"></location>
   <source>no reason was given</source>
   <translation>es wurde kein Grund genannt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/how_ended.py"></location>
   <source>The desk has died.</source>
   <translation>Der Nebentisch ist abgestürzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/how_ended.py"></location>
   <source>The desk has filled the disk as far as it may.</source>
   <translation>Der Nebentisch hat so viel Platte belegt, wie er darf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/how_ended.py"></location>
   <source>The desk has started as many processes as it may.</source>
   <translation>Der Nebentisch hat so viele Prozesse gestartet, wie er darf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/how_ended.py"></location>
   <source>The desk has taken as much memory as it may.</source>
   <translation>Der Nebentisch hat so viel Speicher belegt, wie er darf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/how_ended.py"></location>
   <source>The desk was ended.</source>
   <translation>Der Nebentisch wurde beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/how_ended.py"></location>
   <source>The time of the desk is over.</source>
   <translation>Die Zeit des Nebentischs ist um.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/seen_folder.py"></location>
   <source>A desk cannot have {folder} as a folder of its own.</source>
   <translation>Ein Nebentisch kann {folder} nicht als Ordner bekommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/seen_folder.py"></location>
   <source>Name a folder inside of it.</source>
   <translation>Nennen Sie einen Ordner darin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/seen_folder.py"></location>
   <source>There is no folder {folder}.</source>
   <translation>Es gibt keinen Ordner {folder}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/sandbox/start_on.py"></location>
   <source>The desk cannot be told: {strerror}.</source>
   <translation>Dem Nebentisch lässt sich nichts sagen: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/view/picture.py"></location>
   <source>The desk itself goes on; you may stop the run.</source>
   <translation>Der Nebentisch selbst läuft weiter; Sie können den Lauf beenden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/view/picture.py"></location>
   <source>The desk's picture cannot be read.</source>
   <translation>Das Bild des Nebentischs kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>A folder that the side desk sees — Desktop Agent</source>
   <translation>Ein Ordner, den der Nebentisch sieht — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Add a folder that it sees</source>
   <translation>Einen Ordner hinzufügen, den er sieht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Add…</source>
   <translation>Hinzufügen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Folders that it sees</source>
   <translation>Ordner, die er sieht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Hosts that it reaches</source>
   <translation>Rechner, die er erreicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>It reaches:</source>
   <translation>Er erreicht:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>It sees:</source>
   <translation>Er sieht:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Looking whether this computer can have one…</source>
   <translation>Es wird geprüft, ob es hier einen geben kann…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>No network; or hosts that you name here: example.org</source>
   <translation>Kein Netz; oder Rechner, die Sie hier nennen: example.org</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>On a side desk</source>
   <translation>Auf einem Nebentisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Only folders that you name here</source>
   <translation>Nur Ordner, die Sie hier nennen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>You go on with your own work. What the task changes does not count until you have seen it and said yes.</source>
   <translation>Sie arbeiten weiter. Was die Aufgabe ändert, zählt erst, wenn Sie es gesehen und Ja gesagt haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/order_line.py"></location>
   <source>Your home; or only folders that you name here</source>
   <translation>Ihr persönlicher Ordner; oder nur Ordner, die Sie hier nennen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/button.py"></location>
   <source>Receipt…</source>
   <translation>Beleg…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>Before</source>
   <translation>Vorher</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>Choose a line to see what has changed in it.</source>
   <translation>Wählen Sie eine Zeile, um zu sehen, was sich darin geändert hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>Details of the selected line</source>
   <translation>Einzelheiten der gewählten Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>How it differs</source>
   <translation>Worin es sich unterscheidet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>On the desk</source>
   <translation>Auf dem Nebentisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>Open in my editor</source>
   <translation>In meinem Editor öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>Open the desk’s version in my editor</source>
   <translation>Die Fassung des Nebentischs in meinem Editor öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/detail.py"></location>
   <source>Selected line</source>
   <translation>Gewählte Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Before: {before}</source>
   <translation>Vorher: {before}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Keep both</source>
   <translation>Beide behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Keep mine</source>
   <translation>Meine behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>On the desk: {after}</source>
   <translation>Auf dem Nebentisch: {after}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Pictures of this kind are not shown here.</source>
   <translation>Bilder dieser Art werden hier nicht gezeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Something of yours stands where its folder was, so it cannot be taken over.</source>
   <translation>Wo der Ordner war, steht etwas von Ihnen; darum kann es nicht übernommen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Take the desk’s</source>
   <translation>Die des Nebentischs nehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>The desk’s gets a name of its own beside yours, with “(desk)” in it.</source>
   <translation>Die des Nebentischs bekommt neben Ihrer einen eigenen Namen mit „(desk)“ darin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>The folder that it was in is gone: you have deleted or moved it meanwhile.</source>
   <translation>Den Ordner dazu gibt es nicht mehr: Sie haben ihn inzwischen gelöscht oder verschoben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>The picture cannot be read.</source>
   <translation>Das Bild kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>The picture is damaged.</source>
   <translation>Das Bild ist beschädigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>The picture is too large to be shown here.</source>
   <translation>Das Bild ist zu groß, um hier gezeigt zu werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>What is in it is the same.</source>
   <translation>Der Inhalt ist derselbe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>You have changed this while the desk was at work, and so has the desk.</source>
   <translation>Sie haben dies geändert, während der Nebentisch lief, und der Nebentisch auch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>You have changed this while the desk was at work, and the desk has deleted or moved it.</source>
   <translation>Sie haben dies geändert, während der Nebentisch lief, und der Nebentisch hat es gelöscht oder verschoben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>You have deleted this while the desk was at work, and the desk has changed it.</source>
   <translation>Sie haben dies gelöscht, während der Nebentisch lief, und der Nebentisch hat es geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>You have made one of the same name while the desk was at work.</source>
   <translation>Sie haben etwas mit demselben Namen angelegt, während der Nebentisch lief.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>You have one of the same name already, which the desk did not see.</source>
   <translation>Sie haben schon etwas mit demselben Namen, das der Nebentisch nicht sah.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Yours is kept for the undo, for 30 days.</source>
   <translation>Ihre wird 30 Tage lang für das Zurücknehmen aufbewahrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/facts.py"></location>
   <source>Yours stays as it is.</source>
   <translation>Ihre bleibt, wie sie ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>Left out</source>
   <translation>Ausgelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>Sent</source>
   <translation>Gesendet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>Take over</source>
   <translation>Übernehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>Take over {changes}</source>
   <translation>{changes} übernehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>it has left the desk and cannot be taken back</source>
   <translation>hat den Nebentisch verlassen und ist nicht zurückzuholen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>left alone unless you choose them</source>
   <translation>bleiben, wie sie sind, wenn Sie nichts wählen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/lines.py"></location>
   <source>never taken over</source>
   <translation>wird nie übernommen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/tree.py"></location>
   <source>How</source>
   <translation>Wie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/tree.py"></location>
   <source>What the desk has changed</source>
   <translation>Was der Nebentisch geändert hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/view_copy.py"></location>
   <source>Free some space.</source>
   <translation>Schaffen Sie etwas Platz.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/view_copy.py"></location>
   <source>Take it over first, then open it yourself.</source>
   <translation>Übernehmen Sie sie erst, und öffnen Sie sie dann selbst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/view_copy.py"></location>
   <source>The file cannot be copied to be opened: {strerror}.</source>
   <translation>Die Datei kann nicht zum Öffnen kopiert werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/view_copy.py"></location>
   <source>This kind of file is not opened from here.</source>
   <translation>Dateien dieser Art werden von hier nicht geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Decide later</source>
   <translation>Später entscheiden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Desktop Agent — Receipt</source>
   <translation>Desktop Agent — Beleg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Discard all</source>
   <translation>Alles verwerfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Discard for good</source>
   <translation>Endgültig verwerfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Finish it</source>
   <translation>Zu Ende führen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Keep for now</source>
   <translation>Noch behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>No program here can open it.</source>
   <translation>Kein Programm hier kann es öffnen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Nothing is left to be decided.</source>
   <translation>Es ist nichts mehr zu entscheiden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Nothing of this counts yet: your files are as they were until you take something over.</source>
   <translation>Nichts davon zählt schon: Ihre Dateien sind, wie sie waren, bis Sie etwas übernehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Opened a copy of the desk’s version: what you change in it is not kept.</source>
   <translation>Geöffnet ist eine Kopie der Fassung des Nebentischs: was Sie darin ändern, wird nicht behalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Reading…</source>
   <translation>Wird gelesen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Something of this desk was taken over already.</source>
   <translation>Von diesem Nebentisch wurde schon etwas übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Take over what is checked</source>
   <translation>Angehakte übernehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Taking over was cut off before its end.</source>
   <translation>Das Übernehmen wurde vor seinem Ende abgebrochen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>The desk has changed nothing that can be taken over.</source>
   <translation>Der Nebentisch hat nichts geändert, was sich übernehmen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>This throws away for good: {changes}.</source>
   <translation>Endgültig verworfen wird: {changes}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Undo what was taken over</source>
   <translation>Das Übernommene rückgängig machen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>What is left does not count yet: take it over, or discard it.</source>
   <translation>Was übrig ist, zählt noch nicht: übernehmen oder verwerfen Sie es.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>What the desk did</source>
   <translation>Was der Nebentisch getan hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>What the desk did for “{task}”</source>
   <translation>Was der Nebentisch für „{task}“ getan hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>What you have taken over stays.</source>
   <translation>Was Sie übernommen haben, bleibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Working…</source>
   <translation>Es wird gearbeitet …</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>Your old versions are kept for 30 days.</source>
   <translation>Ihre alten Fassungen werden 30 Tage lang aufbewahrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/receipt/window.py"></location>
   <source>… and {rest} more</source>
   <translation>… und {rest} weitere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/hand_link.py"></location>
   <source>It does not answer.</source>
   <translation>Er antwortet nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/hand_link.py"></location>
   <source>It says too much.</source>
   <translation>Er sagt zu viel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Copy from the desk</source>
   <translation>Vom Nebentisch kopieren</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Copy from the desk…</source>
   <translation>Vom Nebentisch kopieren…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Give back</source>
   <translation>Zurückgeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Let nothing across</source>
   <translation>Nichts hinüberlassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Mouse and keyboard go to the desk while you are in the picture. Ctrl+Alt+Enter gives it back.</source>
   <translation>Maus und Tastatur gehen an den Nebentisch, solange Sie im Bild sind. Strg+Alt+Eingabe gibt ihn zurück.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>No program on the desk gives its text.</source>
   <translation>Kein Programm auf dem Nebentisch gibt seinen Text her.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Nothing that it has changed counts before you have seen it and said yes.</source>
   <translation>Nichts, was er geändert hat, zählt, bevor Sie es gesehen und Ja gesagt haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Nothing that you do here reaches the desk until you take it over.</source>
   <translation>Nichts, was Sie hier tun, erreicht den Nebentisch, bis Sie ihn übernehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Paste into the desk</source>
   <translation>Auf dem Nebentisch einfügen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Paste into the desk…</source>
   <translation>Auf dem Nebentisch einfügen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>The desk cannot be worked from here.</source>
   <translation>Der Nebentisch lässt sich von hier aus nicht bedienen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>The text is in the desk's clipboard: paste it there with Ctrl+V.</source>
   <translation>Der Text ist in der Zwischenablage des Nebentischs: Fügen Sie ihn dort mit Strg+V ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>The text is in your clipboard.</source>
   <translation>Der Text ist in Ihrer Zwischenablage.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>The text that crosses</source>
   <translation>Der Text, der hinübergeht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>There is no text in the desk's clipboard.</source>
   <translation>In der Zwischenablage des Nebentischs ist kein Text.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>There is no text in your clipboard.</source>
   <translation>In Ihrer Zwischenablage ist kein Text.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>This text comes from the desk, and replaces what is in your clipboard:</source>
   <translation>Dieser Text kommt vom Nebentisch und ersetzt, was in Ihrer Zwischenablage ist:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>This text goes to the desk, where every program can read it:</source>
   <translation>Dieser Text geht an den Nebentisch, wo ihn jedes Programm lesen kann:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>This text has {text} characters: more than {most_letters} do not cross.</source>
   <translation>Dieser Text hat {text} Zeichen: Mehr als {most_letters} gehen nicht hinüber.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>What it has changed…</source>
   <translation>Was er geändert hat…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>Written out: {hidden} characters that nobody sees.</source>
   <translation>Ausgeschrieben: {hidden} unsichtbare Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>You get it as soon as the run has paused.</source>
   <translation>Sie bekommen ihn, sobald der Lauf pausiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/panel.py"></location>
   <source>You took over the side desk.</source>
   <translation>Sie haben den Nebentisch übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/screen.py"></location>
   <source>The side desk</source>
   <translation>Der Nebentisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/screen.py"></location>
   <source>The side desk has ended.</source>
   <translation>Der Nebentisch ist beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/screen.py"></location>
   <source>The side desk is being opened.</source>
   <translation>Der Nebentisch wird geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/screen.py"></location>
   <source>You see the side desk.</source>
   <translation>Sie sehen den Nebentisch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/desk/windows/view/screen.py"></location>
   <source>You work the side desk.</source>
   <translation>Sie bedienen den Nebentisch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>   (should be {json})</source>
   <translation>   (richtig wäre {json})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Film:   desktop-agent runs video last</source>
   <translation>Film:    desktop-agent runs video last</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Moves and shuffles the app.</source>
   <translation>Verschiebt und mischt die App.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>On a side desk over your files, with its receipt at the end.</source>
   <translation>Auf einem Nebentisch über Ihren Dateien, mit seinem Beleg am Ende.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>On this desktop instead of a private screen.</source>
   <translation>Auf diesem Desktop statt auf einem eigenen Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Opening a side desk, and starting the demo app on it…</source>
   <translation>Ein Nebentisch wird geöffnet und das Demo-Programm darauf gestartet…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Send was approved: the order was sent.</source>
   <translation>Das Senden wurde genehmigt: Die Bestellung wurde gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Send was never reached: nothing was sent.</source>
   <translation>Zum Senden kam es nicht: Es wurde nichts gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Send was refused: nothing was sent.</source>
   <translation>Das Senden wurde abgelehnt: Es wurde nichts gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Starting a private screen, and the demo app on it…</source>
   <translation>Ein privater Bildschirm und darauf das Demo-Programm werden gestartet…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>The app received nothing.</source>
   <translation>Das Programm hat nichts erhalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>What the app received:</source>
   <translation>Das hat das Programm erhalten:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>What the private screen is: X11, or sway.  [x11]</source>
   <translation>Was der private Bildschirm ist: X11, oder sway.  [x11]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/demo.py"></location>
   <source>Where the time went:</source>
   <translation>So verteilt sich die Zeit:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>Continue?</source>
   <translation>Fortfahren?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>Nobody is at a terminal to agree. Agree with --yes.</source>
   <translation>Niemand sitzt an einem Terminal, um zuzustimmen. Stimmen Sie mit --yes zu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>Not written: {shown}. With --write it goes under [{section}] in {file}.</source>
   <translation>Nicht geschrieben: {shown}. Mit --write kommt es unter [{section}] in {file}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>Nothing was sent.</source>
   <translation>Es wurde nichts gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>This asks {netloc} for {provider}.</source>
   <translation>Damit werden von {netloc} {provider} angefordert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>Write {shown} under [{section}] in {file}?</source>
   <translation>{shown} unter [{section}] in {file} schreiben?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>Written under [{section}] in {file}: {shown}.</source>
   <translation>Unter [{section}] in {file} geschrieben: {shown}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>about {requests} answers to a picture of {width}x{height} ({cost})</source>
   <translation>etwa {requests} Antworten zu einem Bild von {width}x{height} ({cost})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>at an unknown price</source>
   <translation>zu einem unbekannten Preis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>less than {part} USD</source>
   <translation>weniger als {part} USD</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/commands/provider_test.py"></location>
   <source>started here</source>
   <translation>started here</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Check the base URL.</source>
   <translation>Prüfen Sie die Basis-URL.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Check the network and the URL.</source>
   <translation>Prüfen Sie das Netzwerk und die URL.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Give the key in Settings, or choose another model there.</source>
   <translation>Geben Sie den Schlüssel in den Einstellungen an, oder wählen Sie dort ein anderes Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Greek</source>
   <translation>Griechisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Install at-spi2-core, so that questions can name the button.</source>
   <translation>Installieren Sie at-spi2-core, damit Fragen die Schaltfläche nennen können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>It has been run on Linux with X11 and under Wine 8.0 only; tell us what you see.</source>
   <translation>Es lief bisher nur unter Linux mit X11 und unter Wine 8.0; berichten Sie uns, was Sie sehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>It has been run on Linux with X11 only; tell us what you see.</source>
   <translation>Es lief bisher nur unter Linux mit X11; berichten Sie uns, was Sie sehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Japanese</source>
   <translation>Japanisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>On Debian: sudo apt-get install {packages}</source>
   <translation>Unter Debian: sudo apt-get install {packages}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Start the desktop with a D-Bus session, for example by dbus-run-session: questions then name the button.</source>
   <translation>Starten Sie den Desktop mit einer D-Bus-Sitzung, zum Beispiel durch dbus-run-session: Fragen nennen dann den Knopf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>System Settings, Privacy &amp; Security, Accessibility: switch it on for the terminal or this app.</source>
   <translation>Systemeinstellungen, Datenschutz &amp; Sicherheit, Bedienungshilfen: Schalten Sie es für das Terminal oder diese App ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Turn it on, then restart open programs: {accessibility}</source>
   <translation>Schalten Sie sie ein, und starten Sie dann offene Programme neu: {accessibility}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Turn it on, then start open programs again.</source>
   <translation>Schalten Sie sie ein, und starten Sie dann offene Programme neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Unlock or wake the screen, or start a program on it.</source>
   <translation>Entsperren oder wecken Sie den Bildschirm, oder starten Sie ein Programm darauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Unlock the screen, and close programs and dialogs that run with an administrator's rights.</source>
   <translation>Entsperren Sie den Bildschirm, und schließen Sie Programme und Dialoge, die mit Administratorrechten laufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>Use an X11 session whose server has XTEST, its part for sending keys and clicks, and set DISPLAY.</source>
   <translation>Verwenden Sie eine X11-Sitzung, deren Server XTEST hat, seinen Teil zum Senden von Tasten und Klicks, und setzen Sie DISPLAY.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>XTEST, the X server's part for sending keys and clicks</source>
   <translation>XTEST, den Teil des X-Servers zum Senden von Tasten und Klicks</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>a key and a move of the pointer arrived as they were sent, through {way}</source>
   <translation>eine Taste und eine Bewegung des Mauszeigers kamen so an, wie sie gesendet wurden, über {way}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>a picture of {width}x{height}, {part} KiB, in {took_ms} ms</source>
   <translation>ein Bild von {width}x{height}, {part} KiB, in {took_ms} ms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>a side desk keeps changes apart, by {by}</source>
   <translation>ein Nebentisch hält Änderungen getrennt, durch {by}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>a side desk keeps changes apart, by {by}, which is slower than the kernel's own</source>
   <translation>ein Nebentisch hält Änderungen getrennt, durch {by}, was langsamer ist als der Kern selbst</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>a virtual pointer and keyboard are plugged in, though nobody tells what arrives; short text goes by keys, long text by the clipboard</source>
   <translation>ein virtueller Zeiger und eine virtuelle Tastatur sind angeschlossen, doch niemand meldet, was ankommt; kurzer Text geht über Tasten, langer über die Zwischenablage</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>accessibility is off on this desktop: many programs do not name their buttons and fields, so you are asked more</source>
   <translation>die Barrierefreiheit ist auf diesem Desktop ausgeschaltet: viele Programme benennen ihre Schaltflächen und Felder nicht, daher werden Sie öfter gefragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>desktop-agent {version} on {system}</source>
   <translation>desktop-agent {version} auf {system}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>from {source}</source>
   <translation>Herkunft: {source}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>monitor {n}: {width}x{height}</source>
   <translation>Monitor {n}: {width}x{height}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>no font for {names}</source>
   <translation>keine Schrift für {names}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>nobody answers on this desktop's accessibility bus</source>
   <translation>auf dem Barrierefreiheitsbus dieses Desktops antwortet niemand</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>none needed for “{name}”</source>
   <translation>für „{name}“ keiner nötig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>programs of GTK 2 tell none, so you are asked more in them</source>
   <translation>GTK-2-Programme nennen keine, daher werden Sie dort öfter gefragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>programs tell the names of their buttons and fields</source>
   <translation>Programme nennen die Namen ihrer Schaltflächen und Felder</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>the offline model, which follows plain steps, can read the screen</source>
   <translation>das eingebaute Modell, das einfachen Schritten folgt, kann den Bildschirm lesen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>this system brings those for all scripts</source>
   <translation>dieses System bringt sie für alle Schriften mit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{host} does not prove who it is: {reason}.</source>
   <translation>{host} kann sich nicht ausweisen: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{host}:{port} answers; nothing was sent</source>
   <translation>{host}:{port} antwortet; gesendet wurde nichts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{host}:{port} cannot be reached: {part}.</source>
   <translation>{host}:{port} ist nicht erreichbar: {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{named}; not yet tried on a Mac</source>
   <translation>{named}; auf einem Mac noch nicht versucht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{part} can be shown</source>
   <translation>darstellbar: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{platform} {platform2}, Python {platform3}</source>
   <translation>{platform} {platform2}, Python {platform3}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/machine.py"></location>
   <source>{what}: it is all black</source>
   <translation>{what}: es ist ganz schwarz</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source> pressed twice</source>
   <translation> zweimal drücken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>A key can be kept in a file that only you can read: desktop-agent providers login NAME --in-file</source>
   <translation>Ein Schlüssel kann in einer Datei aufbewahrt werden, die nur Sie lesen können: desktop-agent providers login NAME --in-file</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Accessibility</source>
   <translation>Bedienungshilfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Approvals take four digits here, which only the question shows. Ctrl+C in its terminal stops a run, too.</source>
   <translation>Freigaben verlangen hier vier Ziffern, die nur die Frage zeigt. Auch Strg+C in seinem Terminal hält einen Lauf an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Approvals take keys that you hold on your own keyboard. Ctrl+C in its terminal stops a run, too.</source>
   <translation>Genehmigt wird mit Tasten, die Sie auf Ihrer eigenen Tastatur halten. Strg+C in seinem Terminal stoppt einen Lauf ebenfalls.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Do not lock the screen during a run, or use a screen saver that tells it by D-Bus.</source>
   <translation>Sperren Sie den Bildschirm während eines Laufs nicht, oder verwenden Sie einen Bildschirmschoner, der die Sperre über D-Bus meldet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Do not lock the screen during a run.</source>
   <translation>Sperren Sie den Bildschirm während eines Laufs nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Esc pressed three times</source>
   <translation>Esc dreimal drücken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Input Monitoring</source>
   <translation>Eingabeüberwachung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Make that folder yours, or set DESKTOP_AGENT_HOME.</source>
   <translation>Machen Sie sich zum Eigentümer dieses Ordners, oder setzen Sie DESKTOP_AGENT_HOME.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Screen Recording</source>
   <translation>Bildschirmaufnahme</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Screen Recording, Accessibility and Input Monitoring are granted</source>
   <translation>Bildschirmaufnahme, Bedienungshilfen und Eingabeüberwachung sind erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Settings keep a key for this session, or in a file that only you can read.</source>
   <translation>In den Einstellungen lässt sich ein Schlüssel für diese Sitzung hinterlegen oder in einer Datei, die nur Sie lesen können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Start a program for them, for example dunst.</source>
   <translation>Starten Sie ein Programm dafür, zum Beispiel dunst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Start one that takes icons, for example waybar; on GNOME add the AppIndicator extension.</source>
   <translation>Starten Sie eine Leiste, die Symbole aufnimmt, zum Beispiel waybar; unter GNOME installieren Sie die Erweiterung AppIndicator.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Start one, for example trayer; on GNOME add the AppIndicator extension.</source>
   <translation>Starten Sie eine solche Leiste, zum Beispiel trayer; unter GNOME installieren Sie die Erweiterung AppIndicator.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>System Settings, Privacy &amp; Security: switch them on for the terminal or this app, and start it again.</source>
   <translation>Systemeinstellungen, Datenschutz &amp; Sicherheit: Schalten Sie dort beides für das Terminal oder dieses Programm ein, und starten Sie es neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>They show dots.</source>
   <translation>Sie zeigen Punkte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Unlock it, or answer what Windows asks.</source>
   <translation>Entsperren Sie ihn, oder beantworten Sie, was Windows fragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Until then use --approver terminal.</source>
   <translation>Verwenden Sie bis dahin --approver terminal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>Windows is asked which desktop has the input, and a run pauses when it is locked</source>
   <translation>Windows wird gefragt, welcher Desktop die Eingaben bekommt; ist gesperrt, pausiert ein Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>a panel shows our icon</source>
   <translation>eine Leiste zeigt unser Symbol</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>a service takes icons, and no panel shows them: a small window does</source>
   <translation>ein Dienst nimmt Symbole an, aber keine Leiste zeigt sie: ein kleines Fenster ersetzt unseres</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>another desktop than yours has the input, as if the screen were locked: no picture is taken</source>
   <translation>ein anderer Desktop als Ihrer bekommt die Eingaben, als wäre der Bildschirm gesperrt: es wird kein Bild aufgenommen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>elevated: all windows can be controlled</source>
   <translation>mit erhöhten Rechten: alle Fenster lassen sich steuern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>in no picture: windows {named}; parts of the screen {places}; a locked screen</source>
   <translation>in keinem Bild: Fenster {named}; Teile des Bildschirms {places}; ein gesperrter Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>no answer</source>
   <translation>keine Antwort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>no approval card and no tray: {why_not}</source>
   <translation>weder Karte noch Symbol im Infobereich: {why_not}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>no panel shows icons: a small window replaces ours</source>
   <translation>keine Leiste zeigt Symbole: ein kleines Fenster ersetzt unseres</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>not granted: {missing}</source>
   <translation>nicht erlaubt: {missing}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>nothing can be recorded in {runs}</source>
   <translation>in {runs} kann nichts aufgezeichnet werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>nothing shows them: only our windows say that you are asked</source>
   <translation>nichts zeigt sie an: nur unsere Fenster melden, dass Sie gefragt werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>nothing tells when the screen is locked</source>
   <translation>nichts meldet, wann der Bildschirm gesperrt ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>nothing tells when the screen is locked ({visible})</source>
   <translation>nichts meldet, wann der Bildschirm gesperrt ist ({visible})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>others may be able to read {runs}: it is outside of your profile, so its parent folder decides</source>
   <translation>vielleicht können andere {runs} lesen: Der Ordner liegt außerhalb Ihres Profils, also entscheidet der Ordner darüber</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>runs can be recorded in {runs}; nothing else needs a permission here</source>
   <translation>Läufe können in {runs} aufgezeichnet werden; sonst ist hier keine Berechtigung nötig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>sway is asked whether the screen is locked, and a run pauses</source>
   <translation>sway wird gefragt, ob der Bildschirm gesperrt ist, und ein Lauf hält an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the approval card and the other windows can be shown</source>
   <translation>die Karte und die anderen Fenster können angezeigt werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the helper tells your devices from programs</source>
   <translation>der Helfer unterscheidet Ihre Geräte von Programmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the login service tells when the screen is locked, and a run pauses</source>
   <translation>der Anmeldedienst meldet, wann der Bildschirm gesperrt ist, und ein Lauf pausiert dann</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the pointer thrown into the top-left corner</source>
   <translation>den Mauszeiger schnell in die linke obere Ecke bewegen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the screen saver tells when the screen is locked, and a run pauses ({name})</source>
   <translation>der Bildschirmschoner meldet, wann der Bildschirm gesperrt ist, und ein Lauf pausiert dann ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the session is asked whether the screen is locked, and a run pauses; not yet tried on a Mac</source>
   <translation>die Sitzung wird gefragt, ob der Bildschirm gesperrt ist, und ein Lauf pausiert; noch auf keinem Mac erprobt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the system's keyring keeps keys</source>
   <translation>der Schlüsselbund des Systems bewahrt Schlüssel auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>the {stop_key} key</source>
   <translation>die Taste {stop_key}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>this system always has one</source>
   <translation>auf diesem System immer vorhanden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>this system shows them</source>
   <translation>dieses System zeigt sie an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>touching mouse or keyboard pauses a run; what stops it: {ways}</source>
   <translation>jede Berührung von Maus oder Tastatur pausiert einen Lauf; anhalten lässt er sich so: {ways}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>what stops a run here: {by_key}</source>
   <translation>was einen Lauf hier anhält: {by_key}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>windows of elevated programs cannot be controlled</source>
   <translation>Fenster von Programmen mit erhöhten Rechten lassen sich nicht steuern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>your input cannot be told from the model's: {reason}</source>
   <translation>Ihre Eingaben lassen sich nicht von denen des Modells unterscheiden: {reason}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>{helped}; touching mouse or keyboard pauses a run; what stops it: {ways}</source>
   <translation>{helped}; eine Berührung von Maus oder Tastatur hält einen Lauf an; was ihn beendet: {ways}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>{name} does not tell whether the screen is locked ({part})</source>
   <translation>{name} meldet nicht, ob der Bildschirm gesperrt ist ({part})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>{server} shows them</source>
   <translation>{server} zeigt sie an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>{told}. The top-left corner does not</source>
   <translation>{told}. Die Ecke oben links tut es nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>{what}. Password fields are not known: {why}</source>
   <translation>{what}. Kennwortfelder sind nicht bekannt: {why}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/person.py"></location>
   <source>{what}; password fields, where programs name them</source>
   <translation>{what}; Kennwortfelder, wo Programme sie nennen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>GNOME on Xorg</source>
   <translation>GNOME unter Xorg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>KDE Plasma</source>
   <translation>KDE Plasma</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Log out, and choose “{choice}” before you log in again; or use sway.</source>
   <translation>Melden Sie sich ab und wählen Sie „{choice}“, bevor Sie sich wieder anmelden; oder nehmen Sie sway.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>On Wayland only sway tells of its windows: start the program with SWAYSOCK set as it is there.</source>
   <translation>Auf Wayland erzählt nur sway von seinen Fenstern: Starten Sie das Programm mit SWAYSOCK, wie es dort gesetzt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Plasma (X11)</source>
   <translation>Plasma (X11)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Run desktop-agent screenshot, and agree in the desktop's dialog.</source>
   <translation>Rufen Sie desktop-agent screenshot auf, und stimmen Sie im Dialog des Desktops zu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Use sway, another session built on wlroots, or an X11 session (often called “on Xorg”).</source>
   <translation>Nehmen Sie sway, eine andere Sitzung auf Grundlage von wlroots oder eine X11-Sitzung (oft „mit Xorg“ genannt).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Wayland, {name}, built on wlroots; {untold}</source>
   <translation>Wayland, {name}, auf Grundlage von wlroots; {untold}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Wayland, {name}, of sway.</source>
   <translation>Wayland, {name}, von sway.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Wayland, {name}, of {desktop}; {asks}; {untold}</source>
   <translation>Wayland, {name}, von {desktop}; {asks}; {untold}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Wayland, {name}, of {desktop}; {shut}</source>
   <translation>Wayland, {name}, von {desktop}; {shut}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Wayland, {name}: sway {version}, which tells of its windows</source>
   <translation>Wayland, {name}: sway {version}, das von seinen Fenstern erzählt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>Wayland, {name}; {shut}</source>
   <translation>Wayland, {name}; {shut}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>X11, display {where}</source>
   <translation>X11, Display {where}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>it asks you in a dialog of its own before each run, and shares what you choose there</source>
   <translation>er fragt Sie vor jedem Lauf in einem eigenen Dialog, und gibt frei, was Sie dort wählen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>no program sees it or presses keys in it by ways that this one knows</source>
   <translation>kein Programm sieht sie oder drückt in ihr Tasten auf Wegen, die dieses kennt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>not tried: the desktop would ask you first</source>
   <translation>nicht versucht: Der Desktop würde Sie zuerst fragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/devtools/doctor/session.py"></location>
   <source>windows cannot be told apart here, so you are asked more</source>
   <translation>Fenster lassen sich hier nicht unterscheiden, also werden Sie öfter gefragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/accessibility.py"></location>
   <source>busctl --user set-property {service} {path} {interface} {name} b true</source>
   <translation>busctl --user set-property {service} {path} {interface} {name} b true</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/accessibility.py"></location>
   <source>stays off</source>
   <translation>stays off</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/accessibility.py"></location>
   <source>stays on</source>
   <translation>stays on</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/accessibility.py"></location>
   <source>until you log out</source>
   <translation>until you log out</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/assemble.py"></location>
   <source>This dialect has no functions: yours are not offered to the model.</source>
   <translation>Dieser Dialekt kennt keine Funktionen: Ihre werden dem Modell nicht angeboten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>Get one that can, and name it.</source>
   <translation>Besorgen Sie eines, das es kann, und nennen Sie es.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>Is it running, and is the port right? Then try again.</source>
   <translation>Läuft er, und stimmt der Port? Dann versuchen Sie es erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>Name one that can with --model; this server has {seeing}.</source>
   <translation>Nennen Sie mit --model eines, das es kann; dieser Server hat {seeing}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>No model server answers at {at}.</source>
   <translation>Unter {at} antwortet kein Modellserver.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>Start it first: {start}</source>
   <translation>Starten Sie ihn zuerst: {start}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>The model is loaded, after {took} s.</source>
   <translation>Das Modell ist geladen, nach {took} s.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>The model “{name}” cannot see pictures, so it cannot work on a screen.</source>
   <translation>Das Modell „{name}“ kann keine Bilder sehen und daher nicht an einem Bildschirm arbeiten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>The server at {at} is loading its model: the run waits for it.</source>
   <translation>Der Server unter {at} lädt sein Modell: Der Lauf wartet darauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>The server at {at} is still loading its model.</source>
   <translation>Der Server unter {at} lädt noch sein Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/awaited_server.py"></location>
   <source>Try again later.</source>
   <translation>Versuchen Sie es später noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/client.py"></location>
   <source>A window could not be shown: {error}.</source>
   <translation>Ein Fenster konnte nicht gezeigt werden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/client.py"></location>
   <source>Start again with --debug.</source>
   <translation>Starten Sie erneut mit --debug.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/client.py"></location>
   <source>The run {end}.</source>
   <translation>Der Lauf {end}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/client.py"></location>
   <source>What it had done is in History, where it can be resumed.</source>
   <translation>Was er getan hatte, steht im Verlauf; dort kann er fortgesetzt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/client.py"></location>
   <source>has ended without a word</source>
   <translation>ist ohne Meldung zu Ende gegangen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/client.py"></location>
   <source>was ended by the system ({name})</source>
   <translation>wurde vom System beendet ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/compiled.py"></location>
   <source>Warning: A compiled file of Desktop Agent is broken, perhaps by a full disk, and its source is used instead. Make room and run the set-up again.
</source>
   <translation>Warnung: Eine kompilierte Datei von Desktop Agent ist beschädigt, vielleicht wegen einer vollen Festplatte; stattdessen wird ihr Quelltext verwendet. Schaffen Sie Platz, und führen Sie die Einrichtung noch einmal aus.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/desktop_services.py"></location>
   <source>Get</source>
   <translation>Get</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/desktop_services.py"></location>
   <source>Set</source>
   <translation>Set</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/gtk2.py"></location>
   <source> Programs of GTK 2 need one more package to name theirs.</source>
   <translation> Programme mit GTK 2 brauchen ein weiteres Paket, um ihre Bedienelemente zu benennen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/gtk2.py"></location>
   <source>On Debian: sudo apt-get install libatk-adaptor, then log in again.</source>
   <translation>Unter Debian: sudo apt-get install libatk-adaptor, danach neu anmelden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/keys.py"></location>
   <source>Enter the bare key, as the provider shows it.</source>
   <translation>Geben Sie nur den Schlüssel ein, so wie der Anbieter ihn anzeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/keys.py"></location>
   <source>There is no key to keep.</source>
   <translation>Es gibt keinen Schlüssel, der gespeichert werden könnte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/keys.py"></location>
   <source>this session</source>
   <translation>diese Sitzung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/live.py"></location>
   <source>Leave --video live out, or have it here.</source>
   <translation>Lassen Sie --video live weg, oder richten Sie es hier ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/live.py"></location>
   <source>The live picture ended here, the run goes on: {reason}.</source>
   <translation>Das Livebild endet hier, der Lauf geht weiter: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/live.py"></location>
   <source>The live picture needs the library zstandard, which is not installed.</source>
   <translation>Das Livebild braucht die Bibliothek zstandard, und die ist nicht installiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/model_trial.py"></location>
   <source>The server answered {status} when asked for its models.</source>
   <translation>Der Server hat auf die Frage nach seinen Modellen mit {status} geantwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/model_trial.py"></location>
   <source>The server's answer is no list of models.</source>
   <translation>Die Antwort des Servers ist keine Liste von Modellen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/one_run.py"></location>
   <source>Another task is under way on this screen: “{other}”</source>
   <translation>Auf diesem Bildschirm läuft schon eine andere Aufgabe: „{other}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/one_run.py"></location>
   <source>Wait for its end, or stop it first.</source>
   <translation>Warten Sie ihr Ende ab, oder halten Sie sie zuerst an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/own_settings.py"></location>
   <source>Library/Application Support</source>
   <translation>Library/Application Support</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/own_settings.py"></location>
   <source>The settings are those in {folder}, as a variable of the environment says, and not yours in {usual}.</source>
   <translation>Es gelten die Einstellungen in {folder}, wie eine Umgebungsvariable es vorgibt, und nicht Ihre in {usual}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>Say in a sentence what is to be done.</source>
   <translation>Sagen Sie in einem Satz, was zu tun ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>The offline model cannot read the screen here.</source>
   <translation>Das eingebaute Modell kann den Bildschirm hier nicht lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>The screen is locked, so no picture was taken.</source>
   <translation>Der Bildschirm ist gesperrt, daher wurde kein Bild aufgenommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>The task is empty.</source>
   <translation>Die Aufgabe ist leer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>The task is longer than a million characters.</source>
   <translation>Die Aufgabe ist länger als eine Million Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>Unlock it, then try again.</source>
   <translation>Entsperren Sie ihn und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/prepare.py"></location>
   <source>What the model “{model}” costs is not known here, so a limit in money (--max-cost) cannot hold.</source>
   <translation>Was das Modell „{model}“ kostet, ist hier nicht bekannt; eine Grenze für die Kosten (--max-cost) kann also nicht gelten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source> At Azure it is https://RESOURCE.openai.azure.com/openai/v1.</source>
   <translation> Bei Azure ist sie https://RESOURCE.openai.azure.com/openai/v1.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source> keep a key with “desktop-agent providers login {name}” or in Settings,</source>
   <translation> speichern Sie einen Schlüssel mit „desktop-agent providers login {name}“ oder in den Einstellungen,</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>Every event and picture is recorded in {runs}.</source>
   <translation>Jedes Ereignis und jedes Bild wird in {runs} aufgezeichnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>Every event, but no picture, is recorded in {runs}.</source>
   <translation>Jedes Ereignis, aber kein Bild, wird in {runs} aufgezeichnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>Give --base-url URL, or keep it: desktop-agent config set providers.{name}.base_url URL.{part}</source>
   <translation>Geben Sie --base-url URL an, oder speichern Sie die Adresse: desktop-agent config set providers.{name}.base_url URL.{part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>Set the variable {source},{keep} or use the offline model with --provider local.</source>
   <translation>Setzen Sie die Variable {source},{keep} oder verwenden Sie mit --provider local das eingebaute Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>The address of “{name}” is not known.</source>
   <translation>Die Adresse von „{name}“ ist nicht bekannt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>The server is asked to delete its responses when the run ends.</source>
   <translation>Am Ende des Laufs wird der Server gebeten, seine Antworten zu löschen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>The task and a picture of the screen after every action go to the server at {host} on this computer.</source>
   <translation>Die Aufgabe und nach jeder Aktion ein Bild des Bildschirms gehen an den Server unter {host} auf diesem Computer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>The task and a picture of the screen after every action go to {host}.</source>
   <translation>Die Aufgabe und nach jeder Aktion ein Bild des Bildschirms gehen an {host}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>The task and the pictures of the screen go to a model on this computer; nothing leaves it.</source>
   <translation>Die Aufgabe und die Bilder des Bildschirms gehen an ein Modell auf diesem Computer; nichts verlässt ihn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/provider.py"></location>
   <source>There is no key for {hostname}.{trouble}</source>
   <translation>Es gibt keinen Schlüssel für {hostname}.{trouble}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/redacted_export.py"></location>
   <source>The preview {preview} cannot be written: {strerror}.</source>
   <translation>Die Vorschau {preview} kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/remote.py"></location>
   <source>The desktop has ended the sharing of its screen and input.</source>
   <translation>Der Desktop hat die Freigabe von Bildschirm und Eingabe beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>A limit that you give starts anew.</source>
   <translation>Eine Grenze, die Sie angeben, beginnt von vorn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>Ask it to go on.</source>
   <translation>Bitten Sie ihn, weiterzumachen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>Look at the screen, then give --was-done or --was-not-done.</source>
   <translation>Sehen Sie auf den Bildschirm und geben Sie dann --was-done oder --was-not-done an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>Nobody has said whether this happened before the break: {words}.</source>
   <translation>Niemand hat gesagt, ob dies vor dem Abbruch geschehen ist: {words}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>Resume it on a new desk: desktop-agent resume {id} --desk</source>
   <translation>Setzen Sie ihn auf einem neuen Tisch fort: desktop-agent resume {id} --desk</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>Resume that one.</source>
   <translation>Setzen Sie diesen fort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>Stop it first, or wait for its end.</source>
   <translation>Halten Sie ihn zuerst an, oder warten Sie sein Ende ab.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>The person has stopped this. Nothing was done: say so, and do not go on.</source>
   <translation>Die Person hat das angehalten. Es wurde nichts getan: Sag das und mach nicht weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>The record of this run does not say what its task was.</source>
   <translation>Die Aufzeichnung dieses Laufs sagt nicht, was seine Aufgabe war.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>This run came from elsewhere, so it is not resumed here.</source>
   <translation>Dieser Lauf kommt von anderswo; er wird hier nicht fortgesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>This run has come to its end ({ended}), so there is nothing to resume.</source>
   <translation>Dieser Lauf ist zu seinem Ende gekommen ({ended}); es gibt nichts fortzusetzen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>This run is still under way.</source>
   <translation>Dieser Lauf ist noch im Gange.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>This run was on a side desk, which has ended, so it is not resumed on your own desktop.</source>
   <translation>Dieser Lauf war auf einem Nebentisch, der beendet ist; auf Ihrem eigenen Desktop wird er daher nicht fortgesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>This run was resumed already, by {name}.</source>
   <translation>Dieser Lauf wurde schon fortgesetzt, und zwar von {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>This was a session of another agent, so there is nothing to resume.</source>
   <translation>Das war eine Sitzung eines anderen Agenten; da ist nichts wieder aufzunehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>To do the task once more from the start, use “Run again” in History, or `desktop-agent run`.</source>
   <translation>Um die Aufgabe noch einmal von vorn auszuführen, nehmen Sie „Run again“ im Verlauf oder `desktop-agent run`.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>What that run was allowed is not taken over. To allow it again: resume {id} {flags}</source>
   <translation>Was jenem Lauf erlaubt war, wird nicht übernommen. Um es wieder zu erlauben: resume {id} {flags}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/resume.py"></location>
   <source>What the earlier run has used counts.</source>
   <translation>Was der frühere Lauf verbraucht hat, zählt mit.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/serving.py"></location>
   <source>The answer was to another question.</source>
   <translation>Die Antwort galt einer anderen Frage.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/serving.py"></location>
   <source>The connection to the program that started the run has ended.</source>
   <translation>Die Verbindung zu dem Programm, das den Lauf gestartet hat, ist beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/serving.py"></location>
   <source>The person could not be asked: {error}</source>
   <translation>Sie konnten nicht gefragt werden: {error}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/serving.py"></location>
   <source>make way</source>
   <translation>make way</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/serving.py"></location>
   <source>stand aside</source>
   <translation>stand aside</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/shortcut.py"></location>
   <source>On this system the program cannot have a shortcut yet.</source>
   <translation>Auf diesem System kann das Programm noch kein Tastenkürzel haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/signing.py"></location>
   <source>One is made when the next run is recorded.</source>
   <translation>Einer wird angelegt, wenn der nächste Lauf aufgezeichnet wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/signing.py"></location>
   <source>This computer has no key for signing recordings.</source>
   <translation>Dieser Rechner hat keinen Schlüssel, um Aufzeichnungen zu unterschreiben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/signing.py"></location>
   <source>signature of recordings</source>
   <translation>Unterschrift der Aufzeichnungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/tidy.py"></location>
   <source>old run</source>
   <translation>alter Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/tidy.py"></location>
   <source>{counted} deleted, as your settings say: {freed} are free again.</source>
   <translation>{counted} gelöscht, wie es Ihre Einstellungen sagen: {freed} sind wieder frei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/tidy.py"></location>
   <source>{number} old run</source>
   <translation>{number} alter Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/tidy.py"></location>
   <source>{number} old runs</source>
   <translation>{number} alte Läufe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/host/tray_link.py"></location>
   <source>You pressed Pause in the tray, or opened a window of Desktop Agent.</source>
   <translation>Sie haben im Infobereich Pause gedrückt oder ein Fenster von Desktop Agent geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>A library does not load: {cause}.</source>
   <translation>Eine Bibliothek lässt sich nicht laden: {cause}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>Keys and pointer cannot be used here.</source>
   <translation>Tasten und Mauszeiger lassen sich hier nicht verwenden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>Leave --input out, and run.input: then what works best here is used.</source>
   <translation>Lassen Sie --input und run.input weg: Dann wird genommen, was hier am besten geht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>Run doctor for details.</source>
   <translation>Führen Sie doctor aus, um Einzelheiten zu erfahren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>To have the library here, add the extra “{extra}”.</source>
   <translation>Damit die Bibliothek hier da ist, fügen Sie das Extra „{extra}“ hinzu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>Use one of {backends}.</source>
   <translation>Möglich sind: {backends}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/choose.py"></location>
   <source>{forced_by} names “{forced}”, which is not an input backend.</source>
   <translation>{forced_by} nennt „{forced}“; das ist kein Eingabeverfahren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/held.py"></location>
   <source>Release it first.</source>
   <translation>Lassen Sie sie zuerst los.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/held.py"></location>
   <source>The {others} key is held down by somebody else: whatever is done would mean another thing.</source>
   <translation>Jemand anderes hält die Taste {others} gedrückt: Jede Aktion hätte dadurch eine andere Bedeutung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/held.py"></location>
   <source>{button} button</source>
   <translation>Maustaste {button}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/held.py"></location>
   <source>{name} key</source>
   <translation>Taste {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/ledger.py"></location>
   <source>What is pressed cannot be written down, so nothing is pressed.</source>
   <translation>Was gedrückt ist, kann nicht vermerkt werden, daher wird nichts gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>A function is nothing for hands.</source>
   <translation>Eine Funktion wird nicht mit Maus oder Tastatur ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Down though this program does not hold it: {down}.</source>
   <translation>Gedrückt, obwohl dieses Programm es nicht hält: {down}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Give a full address that begins with https:// or http://.</source>
   <translation>Geben Sie eine vollständige Adresse an, die mit https:// oder http:// beginnt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Give at least a start and an end.</source>
   <translation>Geben Sie mindestens einen Anfang und ein Ende an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Install a web browser or set the default one.</source>
   <translation>Installieren Sie einen Webbrowser, oder legen Sie den Standardbrowser fest.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Install a web browser.</source>
   <translation>Installieren Sie einen Webbrowser.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Install xdg-utils and a web browser.</source>
   <translation>Installieren Sie xdg-utils und einen Webbrowser.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Keep it first: desktop-agent secrets set NAME --for PLACE</source>
   <translation>Bewahren Sie es zuerst auf: desktop-agent secrets set NAME --for ORT</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>Text at a point is a click, a look and a text without a point.</source>
   <translation>Text an einer Stelle besteht aus einem Klick, einem Blick und einem Text ohne Stelle.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>The address was not opened: {why}.</source>
   <translation>Die Adresse wurde nicht geöffnet: {why}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>The drag has no points.</source>
   <translation>Dem Ziehen fehlen die Punkte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>The person has to type it themselves.</source>
   <translation>Die Person muss es selbst tippen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>The pointer is not where it was put: a program has moved it.</source>
   <translation>Der Mauszeiger ist nicht dort, wohin er bewegt wurde: Ein Programm hat ihn verschoben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>The program is stopped: the keys wait and come when it goes on. Do not enter them again; wait, and look.</source>
   <translation>Das Programm ist angehalten: Die Tasten warten und kommen an, sobald es weiterläuft. Geben Sie sie nicht noch einmal ein; warten Sie, und sehen Sie nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>The secret could not be typed as it is into this field.</source>
   <translation>Das Geheimnis konnte nicht, wie es ist, in dieses Feld getippt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>There is no secret “{name}”.</source>
   <translation>Es gibt kein Geheimnis „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>it carries a user name or a password</source>
   <translation>sie enthält einen Benutzernamen oder ein Passwort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>it holds characters that no address has</source>
   <translation>sie enthält Zeichen, die in keiner Adresse vorkommen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>it is not a well-formed address</source>
   <translation>sie ist nicht richtig aufgebaut</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>it names no host</source>
   <translation>sie nennt keinen Host</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>only http and https may be opened</source>
   <translation>nur http und https dürfen geöffnet werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>{command} could not be started.</source>
   <translation>{command} konnte nicht gestartet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/perform.py"></location>
   <source>{command} could not open the address (exit code {status}).</source>
   <translation>{command} konnte die Adresse nicht öffnen (Exit-Code {status}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/pointer.py"></location>
   <source>How far this scrolled cannot be told from the picture.</source>
   <translation>Wie weit damit gescrollt wurde, lässt sich am Bild nicht erkennen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/pointer.py"></location>
   <source>Look at the new picture and decide again.</source>
   <translation>Sehen Sie sich das neue Bild an, und entscheiden Sie neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/pointer.py"></location>
   <source>Something else moves it; try again when it rests.</source>
   <translation>Etwas anderes bewegt ihn; versuchen Sie es erneut, wenn er ruht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/pointer.py"></location>
   <source>The pointer did not stay at ({x}, {y}).</source>
   <translation>Der Mauszeiger ist nicht bei ({x}, {y}) geblieben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/pointer.py"></location>
   <source>This scrolled {gone} px and not {asked}: the wheel goes by whole notches, and to the end at most.</source>
   <translation>Damit wurde um {gone} px statt um {asked} gescrollt: Das Mausrad dreht sich nur in ganzen Rasten und scrollt höchstens bis zum Ende.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/pointer.py"></location>
   <source>What was under the pointer changed after press {number}, so it was not pressed again.</source>
   <translation>Was unter dem Mauszeiger war, hat sich nach Klick {number} geändert, daher wurde nicht noch einmal geklickt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/probe.py"></location>
   <source>The pointer was moved to ({x}, {y}) and is at ({x2}, {y2}).</source>
   <translation>Der Mauszeiger wurde nach ({x}, {y}) bewegt und ist bei ({x2}, {y2}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/probe.py"></location>
   <source>The shift key was pressed and the system did not notice.</source>
   <translation>Die Umschalttaste wurde gedrückt, und das System hat es nicht bemerkt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>, from “{short}” on</source>
   <translation>, ab „{short}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>1 more character stands</source>
   <translation>1 weiteres Zeichen steht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>; and more</source>
   <translation>; und weitere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>Leave it out, or press the key that is meant.</source>
   <translation>Lassen Sie es weg, oder drücken Sie die gemeinte Taste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>Only the first {came} of {asked} characters of the text stand in the field.</source>
   <translation>Vom Text steht nur der Anfang im Feld: {came} von {asked} Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>The lines of the text are indented otherwise than asked for.</source>
   <translation>Die Zeilen des Textes sind anders eingerückt als verlangt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>The text cannot be made to arrive exactly in this application.</source>
   <translation>Es lässt sich nicht erreichen, dass der Text in diesem Programm genau so ankommt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>The text holds the control character U+{char}, which cannot be typed.</source>
   <translation>Der Text enthält das Steuerzeichen U+{char}, das nicht eingegeben werden kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>The text stands in the field in other capitals than asked for</source>
   <translation>Der Text steht mit anderer Groß- und Kleinschreibung im Feld als verlangt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>The text stands in the field otherwise than asked for</source>
   <translation>Der Text steht anders im Feld als verlangt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>Use shorter text, or another field.</source>
   <translation>Verwenden Sie kürzeren Text oder ein anderes Feld.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>{came} characters</source>
   <translation>{came} Zeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>{more} in the field behind the text: the application has added to it.</source>
   <translation>{more} im Feld hinter dem Text: Das Programm hat etwas hinzugefügt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>{more} more characters stand</source>
   <translation>{more} weitere Zeichen stehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>{what} came in behind “{before}”</source>
   <translation>{what} hinter „{before}“ eingefügt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>“{lost}” became {what}</source>
   <translation>„{lost}“ wurde zu {what}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/input/text.py"></location>
   <source>“{lost}” is missing</source>
   <translation>„{lost}“ fehlt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/installation.py"></location>
   <source>Run: {command}</source>
   <translation>Führen Sie aus: {command}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/installation.py"></location>
   <source>This copy of the program takes nothing more; one that is installed from a checkout does (README, “Install it”).</source>
   <translation>Diese Kopie des Programms nimmt nichts weiter auf; eine, die aus einem Checkout installiert ist, schon (README, „Install it“).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>Done</source>
   <translation>Erledigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>Done before the break: </source>
   <translation>Vor dem Abbruch erledigt: </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>I ask for: {form} ({call_id})</source>
   <translation>Ich verlange: {form} ({call_id})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>Nobody knows whether this happened before the break; {look}</source>
   <translation>Niemand weiß, ob dies vor dem Abbruch geschehen ist; {look}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>The person in charge says that this has happened, so leave it</source>
   <translation>Die verantwortliche Person sagt, dass dies geschehen ist, also lass es</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>The person in charge says that this was not done, ask for it again if it is still wanted</source>
   <translation>Die verantwortliche Person sagt, dass dies nicht getan wurde, verlange es noch einmal, wenn es noch gewünscht ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>The picture shows the screen as it is now; it may have changed since.</source>
   <translation>Das Bild zeigt den Bildschirm, wie er jetzt ist; er kann sich seitdem verändert haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>This could not be done</source>
   <translation>Dies konnte nicht getan werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>This task was begun before and goes on now. How it broke off</source>
   <translation>Diese Aufgabe wurde früher begonnen und geht jetzt weiter. Wie sie abbrach</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>This was not carried out before the break, ask for it again if it is still wanted</source>
   <translation>Dies wurde vor dem Abbruch nicht ausgeführt, verlange es noch einmal, wenn es noch gewünscht ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>This was refused, do not try it again</source>
   <translation>Dies wurde abgelehnt, versuche es nicht noch einmal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>Whether this happened was unclear at a break before that</source>
   <translation>Ob dies geschehen war, war schon bei einem früheren Abbruch unklar</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>look at the picture before you ask for it again, and leave it if it has happened</source>
   <translation>sieh auf das Bild, bevor du es noch einmal verlangst, und lass es, wenn es geschehen ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/earlier.py"></location>
   <source>{part} more steps; </source>
   <translation>{part} weitere Schritte; </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>Give a URL like https://host/v1.</source>
   <translation>Geben Sie eine URL wie https://host/v1 an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>Give the bare key, as the provider shows it.</source>
   <translation>Geben Sie nur den Schlüssel selbst an, so wie ihn der Anbieter zeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>Keys come from the environment, never in a URL.</source>
   <translation>Schlüssel kommen aus der Umgebung und stehen nie in einer URL.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>The API key holds something that no key holds (quotes, white space, “Bearer”, other signs).</source>
   <translation>Der API-Schlüssel enthält etwas, das in keinem Schlüssel vorkommt (Anführungszeichen, Leerraum, „Bearer“, andere Zeichen).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>The base URL cannot be read.</source>
   <translation>Die Basis-URL ist nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>The base URL holds a ? or #.</source>
   <translation>Die Basis-URL enthält ein ? oder #.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>The base URL holds a user name or password.</source>
   <translation>Die Basis-URL enthält einen Benutzernamen oder ein Passwort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>The base URL is http to another computer: key and pictures could be read on the way.</source>
   <translation>Die Basis-URL führt mit http zu einem anderen Computer: Schlüssel und Bilder könnten unterwegs mitgelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>The base URL is no http or https address.</source>
   <translation>Die Basis-URL ist keine http- oder https-Adresse.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/endpoint.py"></location>
   <source>Use https; in a network that you trust: desktop-agent config set network.allow_http {host}.</source>
   <translation>Verwenden Sie https; in einem Netzwerk, dem Sie vertrauen: desktop-agent config set network.allow_http {host}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/known_profiles.py"></location>
   <source>[providers.{name}] base_url: {message}</source>
   <translation>[providers.{name}] base_url: {message}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/known_profiles.py"></location>
   <source>{name} at {where}</source>
   <translation>{name} at {where}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/money.py"></location>
   <source>The server does not say what this answer used, so its cost is estimated, rather too high than too low.</source>
   <translation>Der Server teilt nicht mit, was diese Antwort verbraucht hat; die Kosten sind daher geschätzt, eher zu hoch als zu niedrig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/nearest.py"></location>
   <source>Did you mean “{close}”?</source>
   <translation>Meinten Sie „{close}“?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Bearer {key}</source>
   <translation>Bearer {key}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>LM Studio stores responses on this computer for a time; not with --no-chain.</source>
   <translation>LM Studio speichert Antworten eine Zeit lang auf diesem Computer; nicht mit --no-chain.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Mistral keeps no history of responses; what else it keeps is in its terms.</source>
   <translation>Mistral behält keinen Verlauf von Antworten; was es sonst behält, steht in seinen Bedingungen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Nothing leaves this computer; the local model forgets everything when it ends.</source>
   <translation>Nichts verlässt diesen Computer; das lokale Modell vergisst alles, sobald es endet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Nothing, as it comes: this server does not store responses; history is kept here.</source>
   <translation>Nichts, so wie er geliefert wird: Dieser Server speichert keine Antworten; der Verlauf bleibt hier.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Nothing, as vLLM comes: it does not store responses; history is kept here.</source>
   <translation>Nichts, sofern vLLM nicht anders eingerichtet ist: Es speichert keine Antworten; der Verlauf bleibt hier.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Responses are not stored by OpenRouter; what the host behind it keeps is in that host's terms.</source>
   <translation>OpenRouter speichert keine Antworten; was der Anbieter dahinter behält, steht in dessen Bedingungen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>The server stores each response with its pictures until it is deleted.</source>
   <translation>Der Server speichert jede Antwort mit ihren Bildern, bis sie gelöscht wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>The server stores responses with their pictures for a time; not with --no-chain.</source>
   <translation>Der Server speichert Antworten mit ihren Bildern eine Zeit lang; mit --no-chain nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>There is no provider called “{name}”.</source>
   <translation>Es gibt keinen Anbieter namens „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>Use one of: {known}.</source>
   <translation>Möglich sind: {known}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>What LiteLLM stores is in its settings; what the server behind it keeps is in that one's terms.</source>
   <translation>Was LiteLLM speichert, steht in seinen Einstellungen; was der Server dahinter behält, in dessen Bedingungen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>What this server keeps is not known here.</source>
   <translation>Was dieser Server aufbewahrt, ist hier nicht bekannt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>litellm --config config.yaml</source>
   <translation>litellm --config config.yaml</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>lms server start</source>
   <translation>lms server start</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>ollama serve</source>
   <translation>ollama serve</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>vllm serve Qwen/Qwen3-VL-8B-Instruct --enable-auto-tool-choice --tool-call-parser hermes</source>
   <translation>vllm serve Qwen/Qwen3-VL-8B-Instruct --enable-auto-tool-choice --tool-call-parser hermes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/profiles.py"></location>
   <source>vllm serve Tzafon/Northstar-CUA-Fast</source>
   <translation>vllm serve Tzafon/Northstar-CUA-Fast</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/request_options.py"></location>
   <source>A function cannot be called “{taken}” here: the computer itself has one of that name.</source>
   <translation>Eine Funktion kann hier nicht „{taken}“ heißen: Der Computer selbst hat eine dieses Namens.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/request_options.py"></location>
   <source>Rename it.</source>
   <translation>Bitte umbenennen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/request_options.py"></location>
   <source>Take --chain away, or the parameter store.</source>
   <translation>Lassen Sie --chain oder den Parameter store weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/request_options.py"></location>
   <source>The request cannot be built: {wrong}.</source>
   <translation>Die Anfrage kann nicht erstellt werden: {wrong}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/request_options.py"></location>
   <source>The server cannot keep a history that it is not to store.</source>
   <translation>Der Server kann keinen Verlauf führen, den er nicht speichern soll.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/assemble.py"></location>
   <source>Nothing of it was done; the server is faulty.</source>
   <translation>Nichts davon wurde ausgeführt; der Server arbeitet fehlerhaft.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/assemble.py"></location>
   <source>The answer's end contradicts a call in its stream.</source>
   <translation>Das Ende der Antwort widerspricht einem Aufruf in ihrem Datenstrom.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/assemble.py"></location>
   <source>The answer's end lacks a call of its stream.</source>
   <translation>Am Ende der Antwort fehlt ein Aufruf aus ihrem Datenstrom.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/assemble.py"></location>
   <source>The safety checks of a call changed while it came.</source>
   <translation>Die Sicherheitsprüfungen eines Aufrufs haben sich während der Übertragung geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/assemble.py"></location>
   <source>The server's stream counts its items absurdly.</source>
   <translation>Der Datenstrom des Servers nummeriert seine Elemente unsinnig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/attempt.py"></location>
   <source>Check the network, then try again.</source>
   <translation>Prüfen Sie das Netzwerk, und versuchen Sie es dann erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/attempt.py"></location>
   <source>The server did not finish its answer within {part} minutes.</source>
   <translation>Der Server hat seine Antwort nicht innerhalb von {part} min fertiggestellt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/attempt.py"></location>
   <source>The server's stream broke off.</source>
   <translation>Der Datenstrom des Servers ist abgebrochen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/attempt.py"></location>
   <source>Try again.</source>
   <translation>Versuchen Sie es erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Check HTTPS_PROXY and NO_PROXY.</source>
   <translation>Prüfen Sie HTTPS_PROXY und NO_PROXY.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Check the base URL; if it is right, the server is faulty.</source>
   <translation>Prüfen Sie die Basis-URL; wenn sie stimmt, arbeitet der Server fehlerhaft.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Check the network and the base URL, then try again.</source>
   <translation>Prüfen Sie das Netzwerk und die Basis-URL, und versuchen Sie es dann erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Give it as http://host:port, or unset the variable.</source>
   <translation>Geben Sie ihn als http://host:port an, oder löschen Sie die Variable.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Give the base URL with 127.0.0.1.</source>
   <translation>Geben Sie die Basis-URL mit 127.0.0.1 an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Name a file of PEM certificates, or unset the variable.</source>
   <translation>Nennen Sie eine Datei mit PEM-Zertifikaten, oder löschen Sie die Variable.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>Nothing was sent. Check the base URL.</source>
   <translation>Es wurde nichts gesendet. Prüfen Sie die Basis-URL.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The base URL cannot be used.</source>
   <translation>Die Basis-URL kann nicht verwendet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The base URL holds a name that no server can have.</source>
   <translation>Die Basis-URL enthält einen Namen, den kein Server haben kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read.</source>
   <translation>Die Zertifikate, die SSL_CERT_FILE oder SSL_CERT_DIR nennt, sind nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The name localhost leads to another computer ({address}): nothing was sent.</source>
   <translation>Der Name localhost führt zu einem anderen Computer ({address}): Es wurde nichts gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The name {at} cannot be looked up.</source>
   <translation>Der Name {at} lässt sich nicht auflösen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The proxy refused the connection.</source>
   <translation>Der Proxy hat die Verbindung abgelehnt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used.</source>
   <translation>Der Proxy, den HTTPS_PROXY, HTTP_PROXY oder ALL_PROXY nennt, kann nicht verwendet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server at {at} cannot be reached: the connection was refused.</source>
   <translation>Der Server {at} ist nicht erreichbar: Die Verbindung wurde abgelehnt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server at {at} cannot be reached: {part}.</source>
   <translation>Der Server {at} ist nicht erreichbar: {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server at {at} cannot be reached: {told}.</source>
   <translation>Der Server {at} ist nicht erreichbar: {told}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server at {at} did not take the connection in time.</source>
   <translation>Der Server {at} hat die Verbindung nicht rechtzeitig angenommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server at {at} speaks no TLS that we can take: {text}</source>
   <translation>Der Server {at} bietet kein TLS an, das sich verwenden lässt: {text}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server compressed its answer, though we did not ask for that.</source>
   <translation>Der Server hat seine Antwort komprimiert, obwohl das nicht verlangt war.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server did not answer within {total_s} s.</source>
   <translation>Der Server hat nicht innerhalb von {total_s} s geantwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server does not speak HTTP as it should.</source>
   <translation>Der Server spricht HTTP nicht so, wie er sollte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server gave its answer an id that cannot stand in an address.</source>
   <translation>Der Server hat seiner Antwort eine ID gegeben, die in keiner Adresse stehen kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server was silent for {idle_s} s.</source>
   <translation>Der Server hat {idle_s} s lang nichts gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server went away in the middle of its answer.</source>
   <translation>Die Verbindung zum Server ist mitten in seiner Antwort abgerissen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server's answer has {raw} header fields.</source>
   <translation>Zahl der Kopffelder in der Antwort des Servers: {raw}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server's answer is larger than {part} MiB.</source>
   <translation>Die Antwort des Servers ist größer als {part} MiB.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>The server's certificate is not trusted: {text}</source>
   <translation>Dem Zertifikat des Servers wird nicht vertraut: {text}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>There is no server called {at}.</source>
   <translation>Es gibt keinen Server namens {at}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>no connection</source>
   <translation>keine Verbindung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>peer closed</source>
   <translation>peer closed</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>peer unexpectedly</source>
   <translation>peer unexpectedly</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>server disconnected</source>
   <translation>server disconnected</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/client.py"></location>
   <source>text/event-stream, application/json</source>
   <translation>text/event-stream, application/json</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Check --param, [provider.params] and extra_body.</source>
   <translation>Prüfen Sie --param, [provider.params] und extra_body.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Check the base URL and the model's name.</source>
   <translation>Prüfen Sie die Basis-URL und den Namen des Modells.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Check the model's name, and that --dialect is what this server speaks.</source>
   <translation>Prüfen Sie den Namen des Modells und ob dieser Server den mit --dialect angegebenen Dialekt spricht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Check {key_name}.</source>
   <translation>Prüfen Sie {key_name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Is a login or a proxy in the way?</source>
   <translation>Ist eine Anmeldeseite oder ein Proxy dazwischengeschaltet?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Send fewer pictures: desktop-agent config set provider.keep_pictures 1</source>
   <translation>Weniger Bilder senden: desktop-agent config set provider.keep_pictures 1</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The limit of your account is reached: wait, or raise it with the provider.</source>
   <translation>Die Grenze Ihres Kontos ist erreicht: Warten Sie, oder lassen Sie sie beim Anbieter erhöhen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server answered with status {status} and no response.</source>
   <translation>Der Server hat mit dem Status {status} geantwortet, aber ohne Inhalt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server has a problem: try again later.</source>
   <translation>Der Server hat ein Problem: Versuchen Sie es später erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server refused the request ({status})</source>
   <translation>Der Server hat die Anfrage abgelehnt ({status})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server refused us ({status}): {what}.</source>
   <translation>Der Server hat den Zugriff abgelehnt ({status}): {what}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server sends us elsewhere ({status}), which we don't follow.</source>
   <translation>Der Server verweist auf eine andere Adresse ({status}); dem wird nicht gefolgt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server sent a web page (text/html) instead of an answer.</source>
   <translation>Der Server hat statt einer Antwort eine Webseite (text/html) gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>The server sent “{media_type}” instead of an answer.</source>
   <translation>Der Server hat „{media_type}“ statt einer Antwort gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>Use a smaller --viewport or a shorter task.</source>
   <translation>Verwenden Sie ein kleineres --viewport oder eine kürzere Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>context length</source>
   <translation>context length</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>context window</source>
   <translation>context window</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>extra forbidden</source>
   <translation>extra forbidden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>extra inputs</source>
   <translation>extra inputs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>max model len</source>
   <translation>max model len</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>maximum context</source>
   <translation>maximum context</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>no API key was given</source>
   <translation>Es wurde kein API-Schlüssel angegeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>prompt is too long</source>
   <translation>prompt is too long</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>the API key is wrong, or not allowed to do this</source>
   <translation>Der API-Schlüssel ist falsch oder dazu nicht berechtigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>too many tokens</source>
   <translation>too many tokens</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>unknown parameter</source>
   <translation>unknown parameter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>unrecognized request</source>
   <translation>unrecognized request</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/refusal.py"></location>
   <source>unsupported parameter</source>
   <translation>unsupported parameter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/request_sender.py"></location>
   <source>Check the network, then start the run again.</source>
   <translation>Prüfen Sie das Netzwerk, und starten Sie den Lauf dann erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/request_sender.py"></location>
   <source>The next try is in {seconds} s.</source>
   <translation>Der nächste Versuch folgt in {seconds} s.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/request_sender.py"></location>
   <source>The server was gone for {part} minutes: {why}</source>
   <translation>Der Server war {part} min lang nicht erreichbar: {why}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/request_sender.py"></location>
   <source>Trying again.</source>
   <translation>Es wird erneut versucht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/retry.py"></location>
   <source>The server failed at it ({status}).</source>
   <translation>Der Server ist daran gescheitert ({status}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/retry.py"></location>
   <source>The server failed at it.</source>
   <translation>Der Server ist daran gescheitert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/retry.py"></location>
   <source>The server is busy ({status}).</source>
   <translation>Der Server ist ausgelastet ({status}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/retry.py"></location>
   <source>The server is busy.</source>
   <translation>Der Server ist ausgelastet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/retry.py"></location>
   <source>The server is not available ({status}).</source>
   <translation>Der Server ist nicht verfügbar ({status}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/retry.py"></location>
   <source>The server said {status}.</source>
   <translation>Der Server hat mit {status} geantwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/sse.py"></location>
   <source>The server's stream holds a line that does not end.</source>
   <translation>Der Datenstrom des Servers enthält eine Zeile, die nicht endet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/sse.py"></location>
   <source>The server's stream holds an event that does not end.</source>
   <translation>Der Datenstrom des Servers enthält ein Ereignis, das nicht endet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/sse.py"></location>
   <source>The server's stream holds more than {events} comments.</source>
   <translation>Der Datenstrom des Servers enthält mehr als {events} Kommentare.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/sse.py"></location>
   <source>The server's stream is not UTF-8 text.</source>
   <translation>Der Datenstrom des Servers ist kein UTF-8-Text.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/sse.py"></location>
   <source>Try again with --no-stream.</source>
   <translation>Versuchen Sie es erneut mit --no-stream.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/stream_reader.py"></location>
   <source>The server's answer is empty.</source>
   <translation>Die Antwort des Servers ist leer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/stream_reader.py"></location>
   <source>The server's stream holds more than {events} events.</source>
   <translation>Der Datenstrom des Servers enthält mehr als {events} Ereignisse.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/stream_reader.py"></location>
   <source>Try again; if it stays so, check the model's name.</source>
   <translation>Versuchen Sie es erneut; wenn es so bleibt, prüfen Sie den Namen des Modells.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/model/wire/stream_reader.py"></location>
   <source>Try another model.</source>
   <translation>Versuchen Sie es mit einem anderen Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/in_run.py"></location>
   <source>The file “{path}” cannot be read: {reason}.</source>
   <translation>Die Datei „{path}“ kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/in_run.py"></location>
   <source>The file “{path}” is hidden, so it is not read.</source>
   <translation>Die Datei „{path}“ ist versteckt, daher wird sie nicht gelesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/in_run.py"></location>
   <source>The file “{path}” is no plain text.</source>
   <translation>Die Datei „{path}“ ist keine reine Textdatei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/in_run.py"></location>
   <source>The file “{path}” is not under your home folder, so it is not read.</source>
   <translation>Die Datei „{path}“ liegt nicht in Ihrem persönlichen Ordner, daher wird sie nicht gelesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/in_run.py"></location>
   <source>it has no valid name</source>
   <translation>sie hat keinen gültigen Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/in_run.py"></location>
   <source>“{path}” is no file of at most {most_bytes} bytes, so it is not read.</source>
   <translation>„{path}“ ist keine Datei von höchstens {most_bytes} Byte und wird daher nicht gelesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/more_steps.py"></location>
   <source> Did you mean: {near}?</source>
   <translation> Meinten Sie: {near}?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/more_steps.py"></location>
   <source>This model follows plain steps and understands nothing else, so {quoted} changed nothing: it goes on with its steps.{meant}</source>
   <translation>Dieses Modell folgt einfachen Schritten und versteht nichts anderes, daher hat {quoted} nichts geändert: Es fährt mit seinen Schritten fort.{meant}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/more_steps.py"></location>
   <source>{quoted} is done after the other steps.</source>
   <translation>{quoted} wird nach den anderen Schritten ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>; it looks again as it did before</source>
   <translation>; es sieht wieder aus wie zuvor</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>A key goes to what has the focus.</source>
   <translation>Ein Tastendruck geht an das, was den Fokus hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>Files can be checked only in a run of this program's own.</source>
   <translation>Dateien lassen sich nur in einem Lauf prüfen, den dieses Programm selbst ausführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>I clicked the box of “{name}” and cannot tell from its look whether it is ticked</source>
   <translation>Ich habe das Kästchen von „{name}“ angeklickt und kann ihm nicht ansehen, ob es angehakt ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>I clicked the box of “{name}”, and it did not change: it is {state}.</source>
   <translation>Ich habe das Kästchen von „{name}“ angeklickt, und es hat sich nicht geändert: Es ist {state}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>I no longer know what the box of “{text}” looked like before I clicked it.</source>
   <translation>Ich weiß nicht mehr, wie das Kästchen von „{text}“ vor meinem Klick ausgesehen hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>I see no box beside it, so I cannot tell whether it is ticked.</source>
   <translation>Daneben sehe ich kein Kästchen, daher kann ich nicht sagen, ob es angehakt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>I waited {seconds} s.</source>
   <translation>Ich habe {seconds} s gewartet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>It is {words}.</source>
   <translation>Das Kästchen ist {words}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>The box of “{name}” at {center} is {state}.</source>
   <translation>Das Kästchen von „{name}“ bei {center} ist {state}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>The box of “{name}” is now what it was not before I clicked it.</source>
   <translation>Das Kästchen von „{name}“ ist jetzt in einem anderen Zustand als vor meinem Klick.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>The box of “{text}” is {words}.</source>
   <translation>Das Kästchen von „{text}“ ist {words}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>The field of “{text}” shows {what}, and not “{text2}”.</source>
   <translation>Das Feld von „{text}“ zeigt {what} und nicht „{text2}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>The field of “{text}” shows “{shown}”.</source>
   <translation>Das Feld von „{text}“ zeigt „{shown}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>The file “{path}” has {text} characters: “</source>
   <translation>Die Datei „{path}“ hat {text} Zeichen: „</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>in a state that I cannot read</source>
   <translation>in einem Zustand, den ich nicht erkennen kann</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>no text that I can read</source>
   <translation>keinen lesbaren Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>not ticked</source>
   <translation>nicht angehakt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>ticked</source>
   <translation>angehakt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>ticked in part</source>
   <translation>teilweise angehakt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>{left_s} s are left.</source>
   <translation>Noch {left_s} s.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>{left} to go.</source>
   <translation>Noch {left}-mal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>{seconds} s are over.</source>
   <translation>{seconds} s sind vorbei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>“{text}” is gone.</source>
   <translation>„{text}“ ist verschwunden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>“{text}” is not visible, as it should be.</source>
   <translation>„{text}“ ist nicht zu sehen, wie es sein soll.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>“{text}” is {part} there.</source>
   <translation>„{text}“ ist {part} da.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/checking.py"></location>
   <source>“{text}” should not be visible, but {place}</source>
   <translation>„{text}“ sollte nicht zu sehen sein, aber: {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>I can read nothing in the field</source>
   <translation>ich kann im Feld nichts lesen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>I clicked “{option}”, but the field shows “{part}”.</source>
   <translation>Ich habe „{option}“ angeklickt, aber das Feld zeigt „{part}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>I typed into “{text}”; whether it arrived cannot be read.</source>
   <translation>Ich habe in „{text}“ geschrieben; ob der Text angekommen ist, lässt sich nicht lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>I typed “{text}” into “{text2}”, but {what}.</source>
   <translation>Ich habe „{text}“ in „{text2}“ geschrieben, aber {what}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>Its field is at {center}.</source>
   <translation>Das Feld dazu ist bei {center}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>Its list is at {center}.</source>
   <translation>Die Liste dazu ist bei {center}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>The caret is in the field.</source>
   <translation>Die Einfügemarke steht im Feld.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>The field is emptied.</source>
   <translation>Das Feld wird geleert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>The list of “{text}” shows “{option}”.</source>
   <translation>Die Liste von „{text}“ zeigt „{option}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>The text goes where the caret is.</source>
   <translation>Der Text kommt dorthin, wo die Einfügemarke steht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>What is in the field is selected first.</source>
   <translation>Was im Feld steht, wird zuerst ausgewählt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>the field shows “{shown}”</source>
   <translation>das Feld zeigt „{shown}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>“{option}” is chosen already.</source>
   <translation>„{option}“ ist bereits ausgewählt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>“{option}” is chosen.</source>
   <translation>„{option}“ ist ausgewählt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>“{option}” is not in sight in the list of “{text}”.</source>
   <translation>„{option}“ ist in der Liste von „{text}“ nicht zu sehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>“{option}” is not in sight yet.</source>
   <translation>„{option}“ ist noch nicht zu sehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>“{option}” is not in the list of “{text}”.</source>
   <translation>„{option}“ steht nicht in der Liste von „{text}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/filling.py"></location>
   <source>“{text}” shows it.</source>
   <translation>„{text}“ zeigt den Text an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/outcome.py"></location>
   <source>, the one I take of {of}</source>
   <translation>, den gewählten von {of} Treffern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/outcome.py"></location>
   <source>I see “{text}”{many}.</source>
   <translation>Ich sehe „{text}“{many}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/outcome.py"></location>
   <source>There is no field beside it or below it.</source>
   <translation>Weder daneben noch darunter ist ein Feld.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>I scroll at {center}.</source>
   <translation>Ich scrolle bei {center}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>No program of this computer is called “{name}”.</source>
   <translation>Auf diesem Computer heißt kein Programm „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>Scrolling moves nothing any more.</source>
   <translation>Scrollen bewegt nichts mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>Something is still coming.</source>
   <translation>Es kommt noch etwas.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>“{name}” is a program of this computer.</source>
   <translation>„{name}“ ist ein Programm auf diesem Computer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>“{name}” is coming.</source>
   <translation>„{name}“ erscheint gerade.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>“{name}” is not there yet.</source>
   <translation>„{name}“ ist noch nicht da.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>“{name}” is there.</source>
   <translation>„{name}“ ist da.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>“{name}” was started, but nothing new is on the screen.</source>
   <translation>„{name}“ wurde gestartet, aber auf dem Bildschirm ist nichts Neues.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/pointing.py"></location>
   <source>“{text}” and “{text2}” are the same place.</source>
   <translation>„{text}“ und „{text2}“ sind dieselbe Stelle.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source> Did you mean: {near}?{opens}</source>
   <translation> Meinten Sie: {near}?{opens}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>For a task in your own words choose another model.</source>
   <translation>Wählen Sie für eine Aufgabe in Ihren eigenen Worten ein anderes Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>I am not an assistant: I follow plain steps, with names and texts in quotes</source>
   <translation>Ich bin kein Assistent: Ich folge einfachen Schritten, mit Namen und Texten in Anführungszeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>I do not understand the step “{text}”.</source>
   <translation>Ich verstehe den Schritt „{text}“ nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>It starts the program of this name; where there is none, it clicks the text.</source>
   <translation>Damit wird das Programm dieses Namens gestartet; gibt es keines, wird der Text angeklickt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>The quote that begins at {rest} is never closed.</source>
   <translation>Das Anführungszeichen am Anfang von {rest} wird nie geschlossen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>check that "0" is "1"</source>
   <translation>check that "0" is "1"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>check that "0" is not ticked</source>
   <translation>check that "0" is not ticked</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>check that "0" is not visible</source>
   <translation>check that "0" is not visible</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>check that "0" is ticked</source>
   <translation>check that "0" is ticked</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>check that "0" is visible</source>
   <translation>check that "0" is visible</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>check that file "0" contains "1"</source>
   <translation>check that file "0" contains "1"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>click "0" in the row of "1"</source>
   <translation>click "0" in the row of "1"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>click "0" right of "1"</source>
   <translation>click "0" right of "1"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>double click "0"</source>
   <translation>double click "0"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>fill (?:in )?{thing} with (.+)</source>
   <translation>fill (?:in )?{thing} with (.+)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>press ctrl+s</source>
   <translation>press ctrl+s</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>press enter</source>
   <translation>press enter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>right click "0"</source>
   <translation>right click "0"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>scroll down</source>
   <translation>scroll down</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>scroll down until "0" appears</source>
   <translation>scroll down until "0" appears</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>wait for "0"</source>
   <translation>wait for "0"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>wait until "0" is gone</source>
   <translation>wait until "0" is gone</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>{plain}. I know: {known_verbs}.</source>
   <translation>{plain}. Ich kenne: {known_verbs}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>{} click "{}"</source>
   <translation>{} click "{}"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/plan/unknown.py"></location>
   <source>“click "…"”, “double click "…"”, “right click "…"”, “open "…"”, “start "…"”, “type "…"”, “type "…" into "…"”, “fill "…" with "…"”, “tick "…"”, “untick "…"”, “select "…" from "…"”, “press ctrl+s”, “scroll down”, “scroll down until "…" appears”, “drag "…" to "…"”, “wait for "…"”, “wait 2 s”, “check that "…" is visible”, “check that "…" is "…"”, “check that "…" is ticked”, “check that file "…" contains "…"”</source>
   <translation>„click "…"“, „double click "…"“, „right click "…"“, „open "…"“, „start "…"“, „type "…"“, „type "…" into "…"“, „fill "…" with "…"“, „tick "…"“, „untick "…"“, „select "…" from "…"“, „press ctrl+s“, „scroll down“, „scroll down until "…" appears“, „drag "…" to "…"“, „wait for "…"“, „wait 2 s“, „check that "…" is visible“, „check that "…" is "…"“, „check that "…" is ticked“, „check that file "…" contains "…"“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source> Before that, this was refused: {steps}.</source>
   <translation> Davor wurde abgelehnt: {steps}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source> So I did not {steps} either.</source>
   <translation> Daher auch nicht ausgeführt: {steps}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source> The rest is done.</source>
   <translation> Der Rest ist erledigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>I cannot show more than {step} of {steps}</source>
   <translation>mehr als {step} von {steps} kann ich nicht zeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>I did not {steps}: it was refused.</source>
   <translation>Nicht ausgeführt, weil abgelehnt: {steps}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>I stopped at {part} of {steps}: {text}. </source>
   <translation>Bei {part} von {steps} habe ich aufgehört: {text}. </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>In this rehearsal nothing was carried out, so {shown}.</source>
   <translation>In dieser Probe wurde nichts ausgeführt; {shown}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>In this rehearsal the whole task was shown, and nothing was carried out.</source>
   <translation>In dieser Probe wurde die ganze Aufgabe gezeigt und nichts ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>It could not be carried out: {reason}</source>
   <translation>Das konnte nicht ausgeführt werden: {reason}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>It follows a refused step, so it is left out.</source>
   <translation>Das folgt auf einen abgelehnten Schritt und wird daher ausgelassen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>It was not carried out, so I wait a moment and try again.</source>
   <translation>Das wurde nicht ausgeführt; ich warte kurz und versuche es noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>It will not come.</source>
   <translation>Es wird nicht kommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>The whole task is done.</source>
   <translation>Die ganze Aufgabe ist erledigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>There is nothing to wait for.</source>
   <translation>Es gibt nichts, worauf zu warten wäre.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>{part} of {steps}: {text}.</source>
   <translation>{part} von {steps}: {text}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>{steps} {why} I look again.</source>
   <translation>{steps} {why} Ich sehe noch einmal nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/planner.py"></location>
   <source>{steps} {why} I move the pointer aside and look again.</source>
   <translation>{steps} {why} Ich bewege den Mauszeiger zur Seite und sehe noch einmal nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/resume.py"></location>
   <source>Look at the screen, and say so when you resume the run.</source>
   <translation>Sehen Sie auf den Bildschirm, und sagen Sie es, wenn Sie den Lauf fortsetzen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/offline/resume.py"></location>
   <source>Nobody knows whether this happened before the break: {text}.</source>
   <translation>Niemand weiß, ob dies vor dem Abbruch geschehen ist: {text}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/atspi/controls.py"></location>
   <source>The dbus-fast library does not load: {error}.</source>
   <translation>Die Bibliothek dbus-fast lässt sich nicht laden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/atspi/controls.py"></location>
   <source>The names of buttons and fields are read on Linux, Windows and macOS only so far.</source>
   <translation>Die Namen von Schaltflächen und Feldern werden bisher nur unter Linux, Windows und macOS gelesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/atspi/controls.py"></location>
   <source>There is no D-Bus session, so no program can name its controls.</source>
   <translation>Es gibt keine D-Bus-Sitzung, daher kann kein Programm seine Bedienelemente benennen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/let_go.py"></location>
   <source>What is pressed cannot be told to who would release it: nothing is pressed.</source>
   <translation>Was gedrückt wird, kann niemandem mitgeteilt werden, der es wieder loslässt: Es wird nichts gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/library_backends.py"></location>
   <source>unicode keys</source>
   <translation>unicode keys</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/library_backends.py"></location>
   <source>{library} could not send an event ({name}).</source>
   <translation>{library} konnte ein Ereignis nicht senden ({name}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/mss_capture.py"></location>
   <source>Allow it under System Settings, Privacy &amp; Security, Screen Recording, and start the program again.</source>
   <translation>Erlauben Sie es unter Systemeinstellungen, Datenschutz &amp; Sicherheit, Bildschirmaufnahme, und starten Sie das Programm neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/mss_capture.py"></location>
   <source>On this system the x11 backend captures.</source>
   <translation>Auf diesem System übernimmt das Verfahren x11 die Aufnahme.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/mss_capture.py"></location>
   <source>Run: desktop-agent doctor</source>
   <translation>Führen Sie aus: desktop-agent doctor</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/mss_capture.py"></location>
   <source>The display cannot be captured: {error}.</source>
   <translation>Das Display lässt sich nicht aufnehmen: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/mss_capture.py"></location>
   <source>The mss library does not load: {error}.</source>
   <translation>Die Bibliothek mss lässt sich nicht laden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/mss_capture.py"></location>
   <source>The screen could not be captured: {error}.</source>
   <translation>Der Bildschirm konnte nicht aufgenommen werden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>Take a new picture.</source>
   <translation>Nehmen Sie ein neues Bild auf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>The point ({x}, {y}) is not on the desktop.</source>
   <translation>Die Stelle ({x}, {y}) liegt nicht auf dem Desktop.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>This keyboard has no key “{name}”.</source>
   <translation>Diese Tastatur hat keine Taste „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>Use another key or a menu.</source>
   <translation>Verwenden Sie eine andere Taste oder ein Menü.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>Use the keyboard instead.</source>
   <translation>Verwenden Sie stattdessen die Tastatur.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>pyautogui cannot be used on this desktop.</source>
   <translation>pyautogui kann auf diesem Desktop nicht verwendet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>pyautogui cannot be used: {part}</source>
   <translation>pyautogui kann nicht verwendet werden: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pyautogui_backend.py"></location>
   <source>pyautogui has no {button} button.</source>
   <translation>pyautogui kennt keine Maustaste {button}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pynput_backend.py"></location>
   <source>Keys are prepared on the program's main thread alone on macOS.</source>
   <translation>Tasten werden unter macOS nur im Haupt-Thread des Programms vorbereitet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pynput_backend.py"></location>
   <source>Run doctor first.</source>
   <translation>Führen Sie zuerst doctor aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pynput_backend.py"></location>
   <source>This system has no {button} button.</source>
   <translation>Dieses System hat keine Maustaste {button}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pynput_backend.py"></location>
   <source>pynput cannot be used on this desktop.</source>
   <translation>pynput kann auf diesem Desktop nicht verwendet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/libraries/pynput_backend.py"></location>
   <source>pynput cannot be used: {part}</source>
   <translation>pynput kann nicht verwendet werden: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/ax_controls.py"></location>
   <source>Allow this program under System Settings, Privacy &amp; Security, Accessibility.</source>
   <translation>Erlauben Sie es diesem Programm unter Systemeinstellungen, Datenschutz &amp; Sicherheit, Bedienungshilfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/ax_controls.py"></location>
   <source>Apple's frameworks do not load: {error}.</source>
   <translation>Die Frameworks von Apple lassen sich nicht laden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/ax_controls.py"></location>
   <source>The accessibility interface of macOS is not on this system.</source>
   <translation>Die Bedienungshilfen von macOS gibt es auf diesem System nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/quartz_windows.py"></location>
   <source>The window server does not tell of its windows: this is no session with a screen.</source>
   <translation>Der Fensterserver nennt seine Fenster nicht: Dies ist keine Sitzung mit einem Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/quartz_windows.py"></location>
   <source>There is no window server of macOS on this system.</source>
   <translation>Den Fensterserver von macOS gibt es auf diesem System nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>No monitor shows that part of the desktop.</source>
   <translation>Kein Bildschirm zeigt diesen Teil des Desktops.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>The screen could not be captured: {reason}.</source>
   <translation>Der Bildschirm ließ sich nicht aufnehmen: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>There is no ScreenCaptureKit on this system.</source>
   <translation>ScreenCaptureKit gibt es auf diesem System nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>macOS does not answer who asks for a picture of the screen.</source>
   <translation>macOS antwortet nicht auf die Bitte um ein Bild des Bildschirms.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>macOS does not show one of the displays to programs.</source>
   <translation>macOS zeigt Programmen einen der Bildschirme nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>macOS gave a picture in another form than it was asked for.</source>
   <translation>macOS hat ein Bild in einer anderen Form geliefert als verlangt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>macOS gave no picture</source>
   <translation>macOS hat kein Bild geliefert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/macos/screencapturekit_capture.py"></location>
   <source>macOS tells of no display.</source>
   <translation>macOS nennt keinen Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/choose.py"></location>
   <source>Only a Wayland session shares itself through a portal.</source>
   <translation>Nur eine Wayland-Sitzung gibt sich über ein Portal frei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/desktop.py"></location>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/desktop.py"></location>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Install xdg-desktop-portal and its part for your desktop, then log in again; or use an X11 session, or sway.</source>
   <translation>Installieren Sie xdg-desktop-portal und seinen Teil für Ihren Desktop, und melden Sie sich neu an; oder nehmen Sie eine X11-Sitzung oder sway.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Log out and in, then try again; or use an X11 session, or sway.</source>
   <translation>Melden Sie sich ab und wieder an, und versuchen Sie es noch einmal; oder nehmen Sie eine X11-Sitzung oder sway.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Look at the screen.</source>
   <translation>Sehen Sie sich den Bildschirm an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Set the desktop's scale to 100 %, or use an X11 session.</source>
   <translation>Stellen Sie die Skalierung auf 100 %, oder benutzen Sie eine X11-Sitzung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Start again, and agree in the desktop's own dialog.</source>
   <translation>Starten Sie neu, und stimmen Sie im Dialog des Desktops zu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Start again, and allow remote interaction in the desktop's dialog, too.</source>
   <translation>Starten Sie neu, und erlauben Sie im Dialog des Desktops auch die Fernbedienung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Start again, and choose one in the desktop's dialog.</source>
   <translation>Starten Sie neu, und wählen Sie im Dialog des Desktops einen aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Start the program from within your desktop.</source>
   <translation>Starten Sie das Programm aus Ihrem Desktop heraus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>Start the run anew.</source>
   <translation>Starten Sie den Lauf neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>The desktop asked you whether to share this screen, and you did not agree.</source>
   <translation>Der Desktop hat Sie gefragt, ob dieser Bildschirm freigegeben wird, und Sie haben nicht zugestimmt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>The desktop did not do what was sent to it ({reason}).</source>
   <translation>Der Desktop hat nicht ausgeführt, was ihm geschickt wurde ({reason}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>The desktop refused to share its screen, pointer and keyboard.</source>
   <translation>Der Desktop hat es abgelehnt, Bildschirm, Zeiger und Tastatur freizugeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>The desktop's question whether to share this screen was not answered.</source>
   <translation>Die Frage des Desktops, ob dieser Bildschirm freigegeben wird, wurde nicht beantwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>The pointer did not get where it was sent on this scaled screen, so nothing was pressed.</source>
   <translation>Der Zeiger kam auf diesem skalierten Bildschirm nicht dorthin, wohin er sollte; es wurde nichts gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>There is no D-Bus session, by which the desktop could be asked to share itself.</source>
   <translation>Es gibt keine D-Bus-Sitzung, über die der Desktop um seine Freigabe gebeten werden könnte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>This desktop has no portal that shares its screen, pointer and keyboard.</source>
   <translation>Dieser Desktop hat kein Portal, das Bildschirm, Zeiger und Tastatur freigibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>You have shared no monitor.</source>
   <translation>Sie haben keinen Bildschirm freigegeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/errors.py"></location>
   <source>You have shared the screen, but neither pointer nor keyboard.</source>
   <translation>Sie haben den Bildschirm freigegeben, aber weder Zeiger noch Tastatur.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>Another program took the clipboard.</source>
   <translation>Ein anderes Programm hat die Zwischenablage übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>Install libxkbcommon, and choose a layout in the desktop's settings.</source>
   <translation>Installieren Sie libxkbcommon, und wählen Sie in den Einstellungen des Desktops eine Belegung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>Look at the screen and try again.</source>
   <translation>Sehen Sie sich den Bildschirm an, und versuchen Sie es erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>The application asked for the text but did not take all of it.</source>
   <translation>Die Anwendung hat nach dem Text gefragt, aber nicht alles davon genommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>The keyboard layout of this desktop cannot be read, so no text could be typed exactly.</source>
   <translation>Die Tastaturbelegung dieses Desktops lässt sich nicht lesen, also ließe sich kein Text genau tippen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>The keyboard layout of this desktop has no key “{name}”.</source>
   <translation>Die Tastaturbelegung dieses Desktops hat keine Taste „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>The point ({x}, {y}) is on no monitor that you share.</source>
   <translation>Der Punkt ({x}, {y}) liegt auf keinem Bildschirm, den Sie freigeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_input.py"></location>
   <source>Type it as text, or use a menu.</source>
   <translation>Geben Sie es als Text ein oder benutzen Sie ein Menü.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Caps Lock is on, so letters would come out in the other case.</source>
   <translation>Die Feststelltaste ist an, Buchstaben kämen also vertauscht groß und klein heraus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Switch it off, then try again.</source>
   <translation>Schalten Sie sie aus, und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>The application does not read its keys, so not all of the text was typed.</source>
   <translation>Die Anwendung liest ihre Tasten nicht, deshalb wurde nicht der ganze Text getippt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Use another field, or other words.</source>
   <translation>Nehmen Sie ein anderes Feld oder andere Wörter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Use other words, add a layout that has it, or use an X11 session.</source>
   <translation>Nehmen Sie andere Wörter, fügen Sie eine Belegung hinzu, die es hat, oder nehmen Sie eine X11-Sitzung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Wait until it answers, and look at the screen.</source>
   <translation>Warten Sie, bis sie antwortet, und sehen Sie auf den Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Your keyboard layout lacks “{missed}”, and it could not be pasted by Ctrl+V.</source>
   <translation>Ihrer Tastaturbelegung fehlt „{missed}“, und mit Strg+V ließ es sich nicht einfügen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/input/remote_typing.py"></location>
   <source>Your keyboard layout lacks “{missed}”, and this desktop lets no program use its clipboard.</source>
   <translation>Ihrer Tastaturbelegung fehlt „{missed}“, und dieser Desktop lässt kein Programm an seine Zwischenablage.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/buffers.py"></location>
   <source>The desktop hands over a picture that is smaller than it says.</source>
   <translation>Der Desktop übergibt ein Bild, das kleiner ist, als er sagt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>Close some programs, then try again.</source>
   <translation>Schließen Sie einige Programme, und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>No thread can be started for PipeWire.</source>
   <translation>Für PipeWire lässt sich kein Thread starten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>Parts of PipeWire are not installed.</source>
   <translation>Teile von PipeWire sind nicht installiert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>Pictures of this session come by PipeWire, which does not answer.</source>
   <translation>Bilder dieser Sitzung kommen durch PipeWire, das nicht antwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>Run: systemctl --user restart pipewire wireplumber</source>
   <translation>Ausführen: systemctl --user restart pipewire wireplumber</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>Run: {install}</source>
   <translation>Ausführen: {install}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>Start the task again.</source>
   <translation>Starten Sie die Aufgabe noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>The connection to PipeWire is closed.</source>
   <translation>Die Verbindung zu PipeWire ist geschlossen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/connection.py"></location>
   <source>The library of PipeWire does not start here.</source>
   <translation>Die Bibliothek von PipeWire startet hier nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/library.py"></location>
   <source>Pictures of this session come by PipeWire, whose library libpipewire-0.3 is missing.</source>
   <translation>Bilder dieser Sitzung kommen durch PipeWire, dessen Bibliothek libpipewire-0.3 fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/library.py"></location>
   <source>sudo apt-get install -y libpipewire-0.3-0 pipewire-bin</source>
   <translation>sudo apt-get install -y libpipewire-0.3-0 pipewire-bin</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/pods.py"></location>
   <source>A pod ends too early.</source>
   <translation>Ein Pod endet zu früh.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/pods.py"></location>
   <source>A pod is too deep.</source>
   <translation>Ein Pod ist zu tief verschachtelt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/pods.py"></location>
   <source>The values of a choice have no whole length.</source>
   <translation>Die Werte einer Auswahl haben keine ganze Länge.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>See whether the screen is switched on and unlocked, then try again.</source>
   <translation>Sehen Sie nach, ob der Bildschirm eingeschaltet und entsperrt ist, und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop gives no picture.</source>
   <translation>Der Desktop liefert kein Bild.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop gives no pictures ({part}).</source>
   <translation>Der Desktop liefert keine Bilder ({part}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop has ended its pictures.</source>
   <translation>Der Desktop hat seine Bilder beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop offers pictures of a kind that is not known here.</source>
   <translation>Der Desktop bietet Bilder einer Art an, die hier nicht bekannt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop's picture was lost.</source>
   <translation>Das Bild des Desktops ging verloren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop's pictures cannot be read ({error}).</source>
   <translation>Die Bilder des Desktops lassen sich nicht lesen ({error}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop's pictures come by PipeWire, which has gone away ({reason}).</source>
   <translation>Die Bilder des Desktops kommen durch PipeWire, das nicht mehr da ist ({reason}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The desktop's stream of pictures cannot be connected to.</source>
   <translation>Mit dem Bilderstrom des Desktops lässt sich keine Verbindung herstellen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>The pictures of the screen were ended.</source>
   <translation>Die Bilder des Bildschirms wurden beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/pipewire/stream.py"></location>
   <source>it does not say why</source>
   <translation>er sagt nicht, warum</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/wire.py"></location>
   <source>Notify</source>
   <translation>Notify</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/portal/wire.py"></location>
   <source>Stop</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/capture.py"></location>
   <source>See whether the monitor is switched on, then try again.</source>
   <translation>Sehen Sie nach, ob der Bildschirm eingeschaltet ist, und versuchen Sie es dann noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/capture.py"></location>
   <source>The monitor has changed while it was captured.</source>
   <translation>Der Bildschirm hat sich geändert, während er aufgenommen wurde.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/capture.py"></location>
   <source>The screen could not be captured.</source>
   <translation>Der Bildschirm konnte nicht aufgenommen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/capture.py"></location>
   <source>The screen gives no picture.</source>
   <translation>Der Bildschirm gibt kein Bild.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>Check WAYLAND_DISPLAY and XDG_RUNTIME_DIR.</source>
   <translation>Prüfen Sie WAYLAND_DISPLAY und XDG_RUNTIME_DIR.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>See whether the desktop still moves, then try again.</source>
   <translation>Sehen Sie nach, ob sich der Desktop noch bewegt, und versuchen Sie es dann noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>Start from a Wayland desktop, or set WAYLAND_DISPLAY and XDG_RUNTIME_DIR as they are there.</source>
   <translation>Starten Sie aus einem Wayland-Desktop, oder setzen Sie WAYLAND_DISPLAY und XDG_RUNTIME_DIR so, wie sie dort sind.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>Start the session again, then start the task again.</source>
   <translation>Starten Sie die Sitzung neu und dann die Aufgabe noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>The Wayland session does not answer.</source>
   <translation>Die Wayland-Sitzung antwortet nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>The Wayland session has gone away.</source>
   <translation>Die Wayland-Sitzung gibt es nicht mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>The Wayland session says something that cannot be read ({why}).</source>
   <translation>Die Wayland-Sitzung sagt etwas, das nicht zu lesen ist ({why}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>The Wayland session {name} cannot be reached.</source>
   <translation>Die Wayland-Sitzung {name} ist nicht zu erreichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>The compositor refused a request ({what}: {reason}).</source>
   <translation>Der Compositor hat eine Anfrage abgelehnt ({what}: {reason}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>There is no Wayland session: {missing} is not set.</source>
   <translation>Es gibt keine Wayland-Sitzung: {missing} ist nicht gesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>This compositor does not offer the protocol {name}.</source>
   <translation>Dieser Compositor bietet das Protokoll {name} nicht an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>Try again, and report it if it stays so.</source>
   <translation>Versuchen Sie es noch einmal, und melden Sie es, wenn es so bleibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>Use a session that has it (sway, or another one built on wlroots), or an X11 (Xorg) session.</source>
   <translation>Nehmen Sie eine Sitzung, die es hat (sway oder eine andere auf Grundlage von wlroots), oder eine X11-Sitzung (Xorg).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>event {opcode} of object {number}</source>
   <translation>Ereignis {opcode} des Objekts {number}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>{name} has ended</source>
   <translation>{name} ist beendet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/connection.py"></location>
   <source>{name} has no event {unknown}.</source>
   <translation>{name} hat kein Ereignis {unknown}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/device_process.py"></location>
   <source>Close programs and try again.</source>
   <translation>Schließen Sie Programme, und versuchen Sie es erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/device_process.py"></location>
   <source>Look at the screen, and start the run anew.</source>
   <translation>Sehen Sie auf den Bildschirm und starten Sie den Lauf neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/device_process.py"></location>
   <source>The process that presses keys cannot be started.</source>
   <translation>Der Prozess, der Tasten drückt, lässt sich nicht starten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/device_process.py"></location>
   <source>The process that presses keys does not answer.</source>
   <translation>Der Prozess, der Tasten drückt, antwortet nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/device_process.py"></location>
   <source>The process that presses keys has ended.</source>
   <translation>Der Prozess, der Tasten drückt, ist beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/keyboard.py"></location>
   <source>Under Wayland there is no key “{name}” to press.</source>
   <translation>Unter Wayland gibt es keine Taste „{name}“, die sich drücken lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/wlroots.py"></location>
   <source>Another window has come under the pointer, so nothing was pressed.</source>
   <translation>Ein anderes Fenster ist unter den Zeiger gekommen, deshalb wurde nichts gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/wlroots.py"></location>
   <source>It is not told whether this desktop has {chord} for a shortcut of its own: see what came of it.</source>
   <translation>Ob diese Arbeitsumgebung {chord} als eigenes Tastenkürzel hat, sagt sie nicht: Sehen Sie nach, was daraus geworden ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/wlroots.py"></location>
   <source>Look again.</source>
   <translation>Sehen Sie noch einmal hin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/input/wlroots.py"></location>
   <source>This desktop has {chord} for a shortcut of its own, so the window in front did not get it.</source>
   <translation>Diese Arbeitsumgebung hat {chord} als eigenes Tastenkürzel, deshalb hat das vordere Fenster es nicht bekommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/interfaces.py"></location>
   <source>These are no messages: {text}</source>
   <translation>Das sind keine Nachrichten: {text}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/keymap.py"></location>
   <source>There is no memory for a keyboard.</source>
   <translation>Für eine Tastatur ist kein Speicher da.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/layer_shell.py"></location>
   <source>No monitor is switched on.</source>
   <translation>Kein Monitor ist eingeschaltet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/layer_shell.py"></location>
   <source>Switch one on, then try again.</source>
   <translation>Schalten Sie einen ein, und versuchen Sie es dann noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/layer_shell.py"></location>
   <source>The compositor does not show a window of ours.</source>
   <translation>Der Compositor zeigt ein Fenster von uns nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/pick_window.py"></location>
   <source>Give its title in Settings instead.</source>
   <translation>Geben Sie stattdessen seinen Titel in den Einstellungen an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/pick_window.py"></location>
   <source>This desktop does not tell which window you click.</source>
   <translation>Diese Arbeitsfläche meldet nicht, welches Fenster Sie anklicken.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/session.py"></location>
   <source>There is no Wayland on this system.</source>
   <translation>Auf diesem System gibt es kein Wayland.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/shm.py"></location>
   <source>The compositor asks for a picture of {width}x{height} pixels.</source>
   <translation>Der Compositor verlangt ein Bild von {width}x{height} Pixeln.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/shm.py"></location>
   <source>There is no memory for a picture of {length} bytes ({strerror}).</source>
   <translation>Für ein Bild von {length} Byte ist kein Speicher da ({strerror}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/sway_ipc.py"></location>
   <source>Check SWAYSOCK, or log in again.</source>
   <translation>Prüfen Sie SWAYSOCK oder melden Sie sich neu an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/sway_ipc.py"></location>
   <source>Log in again, or start the run anew.</source>
   <translation>Melden Sie sich neu an oder starten Sie den Lauf neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/sway_ipc.py"></location>
   <source>Sway cannot be asked about its windows.</source>
   <translation>Sway lässt sich nicht nach seinen Fenstern fragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/sway_ipc.py"></location>
   <source>Sway does not answer any more.</source>
   <translation>Sway antwortet nicht mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/sway_windows.py"></location>
   <source>There is no sway here to tell of its windows: SWAYSOCK is not set.</source>
   <translation>Hier ist kein sway, das von seinen Fenstern erzählt: SWAYSOCK ist nicht gesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/sway_windows.py"></location>
   <source>There is no sway on this system.</source>
   <translation>Auf diesem System gibt es kein sway.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/transport.py"></location>
   <source>a file is missing</source>
   <translation>eine Datei fehlt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/transport.py"></location>
   <source>too many files at once</source>
   <translation>zu viele Dateien auf einmal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>a message of {size} bytes</source>
   <translation>eine Nachricht von {size} Byte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>a string with a zero in it</source>
   <translation>ein Text mit einer Null darin</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>a string without an end</source>
   <translation>ein Text ohne Ende</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>the body ends before “{letter}”</source>
   <translation>der Inhalt endet vor „{letter}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>{arguments} arguments for “{signature}”</source>
   <translation>{arguments} Werte für „{signature}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>{length} bytes where {part} are left</source>
   <translation>{length} Byte, wo {part} übrig sind</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>{name} for “h”</source>
   <translation>{name} für „h“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>{name} for “{letter}”</source>
   <translation>{name} für „{letter}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>{part} bytes too many for “{signature}”</source>
   <translation>{part} Byte zu viel für „{signature}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/wayland/wire.py"></location>
   <source>“{letter}” is no kind of argument</source>
   <translation>„{letter}“ ist keine Art von Wert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/input/pointer.py"></location>
   <source>Unlock the screen, or close the secure dialog.</source>
   <translation>Entsperren Sie den Bildschirm, oder schließen Sie den geschützten Dialog.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/input/pointer.py"></location>
   <source>Windows did not let the pointer be used.</source>
   <translation>Windows hat nicht zugelassen, dass der Mauszeiger benutzt wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/input/reach.py"></location>
   <source>Do this step yourself, or use another window.</source>
   <translation>Führen Sie diesen Schritt selbst aus, oder verwenden Sie ein anderes Fenster.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/input/reach.py"></location>
   <source>Windows keeps clicks and keys from that window: its program has more rights than this one, such as an administrator's, or does not tell them.</source>
   <translation>Windows hält Klicks und Tasten von diesem Fenster fern: Sein Programm hat mehr Rechte als dieses, etwa die eines Administrators, oder gibt sie nicht preis.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/uia.py"></location>
   <source>The comtypes library is missing.</source>
   <translation>Die Bibliothek comtypes fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/uia.py"></location>
   <source>There is no UI Automation on this system.</source>
   <translation>Dieses System hat keine UI Automation.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/windows/user32_windows.py"></location>
   <source>There is no user32 on this system.</source>
   <translation>Auf diesem System gibt es kein user32.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>On sway, start the program with WAYLAND_DISPLAY and XDG_RUNTIME_DIR set as they are there; on another desktop, log in to an X11 session (often called “on Xorg”).</source>
   <translation>Unter sway starten Sie das Programm mit WAYLAND_DISPLAY und XDG_RUNTIME_DIR so, wie sie dort gesetzt sind; auf einem anderen Desktop melden Sie sich an einer X11-Sitzung an (oft „mit Xorg“ genannt).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>Start from a desktop, set DISPLAY (for example :0), or use the private display of: desktop-agent demo</source>
   <translation>Starten Sie aus einem Desktop, setzen Sie DISPLAY (zum Beispiel :0), oder verwenden Sie das eigene Display von: desktop-agent demo</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>The X server refused a request ({name}).</source>
   <translation>Der X-Server hat eine Anfrage abgelehnt ({name}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>The X server refused a request ({refused}).</source>
   <translation>Der X-Server hat eine Anfrage abgelehnt ({refused}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>There is no X11 on this system.</source>
   <translation>Dieses System hat kein X11.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>There is no display: DISPLAY is not set.</source>
   <translation>Es gibt kein Display: DISPLAY ist nicht gesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>This is a Wayland session without X.</source>
   <translation>Dies ist eine Wayland-Sitzung ohne X.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/connection.py"></location>
   <source>This is a Wayland session: its X side shows only black.</source>
   <translation>Das ist eine Wayland-Sitzung: Ihr X-Teil zeigt nur Schwarz.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/errors.py"></location>
   <source>Check DISPLAY and XAUTHORITY.</source>
   <translation>Prüfen Sie DISPLAY und XAUTHORITY.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/errors.py"></location>
   <source>Start the display again, then start the task again.</source>
   <translation>Starten Sie das Display neu und dann die Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/errors.py"></location>
   <source>The display has gone away.</source>
   <translation>Das Display ist nicht mehr da.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/errors.py"></location>
   <source>The display {part} cannot be reached.</source>
   <translation>Das Display {part} ist nicht zu erreichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>A Wayland session gives no program a shortcut this way.</source>
   <translation>Eine Wayland-Sitzung gibt auf diesem Weg keinem Programm ein Tastenkürzel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>A shortcut is one key together with Ctrl, Alt or Super.</source>
   <translation>Ein Tastenkürzel ist eine Taste zusammen mit Strg, Alt oder Super.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>Another program has taken these keys.</source>
   <translation>Ein anderes Programm hat diese Tasten belegt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>Choose another.</source>
   <translation>Wählen Sie eine andere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>Choose others.</source>
   <translation>Wählen Sie andere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>For example ctrl+alt+n: Ctrl, Alt or Super, and one key.</source>
   <translation>Zum Beispiel ctrl+alt+n: Strg, Alt oder Super und eine Taste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>Set one in the desktop's own keyboard settings, for the command: desktop-agent</source>
   <translation>Legen Sie in den Tastatureinstellungen des Desktops eines fest, für den Befehl: desktop-agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>There is no X display, and only there can a program have a shortcut.</source>
   <translation>Es gibt kein X-Display, und nur dort kann ein Programm ein Tastenkürzel haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/hotkey.py"></location>
   <source>This keyboard has no key “{others}”.</source>
   <translation>Diese Tastatur hat keine Taste „{others}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/held_keys.py"></location>
   <source>Free some space for temporary files.</source>
   <translation>Geben Sie etwas Platz für temporäre Dateien frei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/held_keys.py"></location>
   <source>No ledger of held keys can be made.</source>
   <translation>Das Verzeichnis der gedrückt gehaltenen Tasten kann nicht angelegt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/held_keys.py"></location>
   <source>The process that presses buttons does not answer.</source>
   <translation>Der Prozess, der Maustasten drückt, antwortet nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/held_keys.py"></location>
   <source>The process that releases held keys after a crash cannot be started.</source>
   <translation>Der Prozess, der gehaltene Tasten nach einem Absturz loslässt, kann nicht gestartet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/keyboard.py"></location>
   <source>Another program of this desktop has {chord} for its own shortcut, so the window in front did not get it.</source>
   <translation>Ein anderes Programm dieses Desktops hat {chord} als eigenes Tastenkürzel belegt; das vordere Fenster hat die Tastenkombination deshalb nicht erhalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/keyboard.py"></location>
   <source>Enter the text in smaller parts.</source>
   <translation>Geben Sie den Text in kleineren Teilen ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/keyboard.py"></location>
   <source>The display server acts on {chord} itself, and no program gets it.</source>
   <translation>Der Displayserver reagiert selbst auf {chord}, und kein Programm erhält die Tastenkombination.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/keyboard.py"></location>
   <source>The keyboard lacks {symbols} characters of the text and has room for {part}.</source>
   <translation>Zeichen des Textes, die auf der Tastatur fehlen: {symbols}; Platz ist nur für {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/keyboard.py"></location>
   <source>Use another chord or a menu.</source>
   <translation>Verwenden Sie eine andere Tastenkombination oder ein Menü.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>Look at the screen, and undo what is wrong.</source>
   <translation>Sehen Sie sich den Bildschirm an, und machen Sie rückgängig, was falsch ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>The application asked for the text but did not take it.</source>
   <translation>Das Programm hat den Text angefordert, aber nicht angenommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>The application did not take the text, and may have put in something else.</source>
   <translation>Das Programm hat den Text nicht angenommen und hat vielleicht etwas anderes eingefügt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>The application does not answer, so the text was not entered.</source>
   <translation>Das Programm antwortet nicht, daher wurde der Text nicht eingegeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>The application ended before it took the text.</source>
   <translation>Das Programm hat sich beendet, bevor es den Text angenommen hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>The application ended while it took the text.</source>
   <translation>Das Programm hat sich beendet, während es den Text annahm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/selection_text.py"></location>
   <source>Wait, and look at the screen.</source>
   <translation>Warten Sie, und sehen Sie sich den Bildschirm an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>A modifier key was held down while the text was typed: part of it may have become shortcuts.</source>
   <translation>Während der Text eingegeben wurde, war eine Sondertaste (etwa Umschalt oder Strg) gedrückt: Teile davon können als Tastenkürzel gewirkt haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>Look at the screen before you go on.</source>
   <translation>Sehen Sie sich den Bildschirm an, bevor Sie fortfahren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>Look at the screen, and correct what is wrong.</source>
   <translation>Sehen Sie sich den Bildschirm an, und korrigieren Sie, was falsch ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>The keyboard's layout changed while text was typed.</source>
   <translation>Während der Text eingegeben wurde, hat sich die Tastaturbelegung geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>There is no X display (DISPLAY is not set).</source>
   <translation>Es gibt kein X-Display (DISPLAY ist nicht gesetzt).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>This display does not allow programs to press keys (no XTEST).</source>
   <translation>Dieses Display erlaubt Programmen nicht, Tasten zu drücken (kein XTEST).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>Use another display.</source>
   <translation>Verwenden Sie ein anderes Display.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>borrowed keys</source>
   <translation>borrowed keys</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input/xtest.py"></location>
   <source>python-xlib cannot be used: {cause}</source>
   <translation>python-xlib kann nicht verwendet werden: {cause}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input_record.py"></location>
   <source>Log in to an X11 (Xorg) session.</source>
   <translation>Melden Sie sich in einer X11-Sitzung (Xorg) an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input_record.py"></location>
   <source>The display is gone, or no longer tells what is done on it.</source>
   <translation>Die Anzeige ist weg oder sagt nicht mehr, was auf ihr getan wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input_record.py"></location>
   <source>This display does not tell what is done on it (it has no RECORD extension).</source>
   <translation>Diese Anzeige sagt nicht, was auf ihr getan wird (ihr fehlt die Erweiterung RECORD).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/input_record.py"></location>
   <source>This is a Wayland session, which does not tell what a person does in other programs.</source>
   <translation>Das ist eine Wayland-Sitzung; sie sagt nicht, was jemand in anderen Programmen tut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/pick_window.py"></location>
   <source>Another program holds the mouse or the keyboard.</source>
   <translation>Ein anderes Programm hält die Maus oder die Tastatur fest.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/pick_window.py"></location>
   <source>Close its menu, then choose again.</source>
   <translation>Schließen Sie dessen Menü, und wählen Sie dann erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xinput2.py"></location>
   <source>Device Enabled</source>
   <translation>Device Enabled</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xinput2.py"></location>
   <source>Device Node</source>
   <translation>Device Node</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xinput2.py"></location>
   <source>Synaptics Off</source>
   <translation>Synaptics Off</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xinput2.py"></location>
   <source>This display does not tell which device made an event (it has no XInput).</source>
   <translation>Dieses Display sagt nicht, von welchem Gerät eine Eingabe kam (es hat kein XInput).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xinput2.py"></location>
   <source>This display does not tell which device made an event (its XInput is older than 2.2).</source>
   <translation>Dieses Display sagt nicht, von welchem Gerät eine Eingabe kam (sein XInput ist älter als 2.2).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xinput2.py"></location>
   <source>XTEST Device</source>
   <translation>XTEST Device</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xkb.py"></location>
   <source>This display has no keyboard extension.</source>
   <translation>Dieses Display hat keine Tastaturerweiterung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/platforms/x11/xkb.py"></location>
   <source>Use an X server with XKEYBOARD.</source>
   <translation>Verwenden Sie einen X-Server mit XKEYBOARD.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source> may change something, and we can't tell what.</source>
   <translation> kann etwas verändern; was, ist unklar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>A shell runs what is typed there.</source>
   <translation>Eine Shell führt aus, was dort eingegeben wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>First time at {host} in {named}.</source>
   <translation>Zum ersten Mal bei {host} in {named}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>First time in {named}.</source>
   <translation>Zum ersten Mal in {named}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>It changes the system's settings.</source>
   <translation>Es ändert die Einstellungen des Systems.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>It is Desktop Agent itself.</source>
   <translation>Es ist Desktop Agent selbst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>It is a page of this computer or its network.</source>
   <translation>Es ist eine Seite dieses Computers oder seines Netzes.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>It keeps passwords.</source>
   <translation>Es verwahrt Passwörter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>The user allows looking at {where}, not acting in it.</source>
   <translation>Bei {where} ist nur das Ansehen erlaubt, keine Aktion.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>This step may change something there.</source>
   <translation>Dieser Schritt kann dort etwas verändern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>a window of an unknown program</source>
   <translation>einem Fenster eines unbekannten Programms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/applications.py"></location>
   <source>this address</source>
   <translation>dieser Adresse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>Return in {target}</source>
   <translation>Die Eingabetaste in {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>a drag from {begins} to {ends}</source>
   <translation>Das Ziehen von {begins} nach {ends}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>a drop on {target}</source>
   <translation>Das Ablegen auf {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>a paste into {target}</source>
   <translation>Das Einfügen in {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>a press on {target}</source>
   <translation>Ein Klick auf {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>a press on {target} with {part} held</source>
   <translation>Ein Klick auf {target} mit gehaltener Taste {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>a {kind} without a name</source>
   <translation>{kind} ohne Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>another button of the mouse on {target}</source>
   <translation>Eine andere Maustaste auf {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>opening this address</source>
   <translation>Das Öffnen dieser Adresse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>something that its program does not name</source>
   <translation>etwas, das sein Programm nicht benennt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>something without a name</source>
   <translation>etwas ohne Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>the wheel over {target}</source>
   <translation>Das Mausrad über {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>the {kind} “{named}”</source>
   <translation>{kind} „{named}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>typing into {target}</source>
   <translation>Die Eingabe in {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/commit_points.py"></location>
   <source>{chord} on {target}</source>
   <translation>{chord} auf {target}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>An action has no “{key}”</source>
   <translation>Eine Aktion hat kein „{key}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>It is a command of the program's own that sets nothing off.</source>
   <translation>Es ist ein Befehl des Programms selbst, der nichts auslöst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>It is allowed by what you have set.</source>
   <translation>Ihre Einstellungen erlauben es.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>It lies within the scope.</source>
   <translation>Es liegt im Arbeitsbereich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>It sets nothing off.</source>
   <translation>Es löst nichts aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>JSON such as {"kind":"click","control":"Send","application":"thunderbird"}, or words: click NAME, type TEXT, press CHORD, navigate URL, each also with “in APPLICATION” after it.</source>
   <translation>JSON wie {"kind":"click","control":"Send","application":"thunderbird"} oder Wörter: click NAME, type TEXT, press CHORD, navigate URL, jeweils auch mit „in APPLICATION“ dahinter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>Keys are written as ctrl+w, or as a list</source>
   <translation>Tasten werden als ctrl+w oder als Liste geschrieben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>No key is named</source>
   <translation>Es ist keine Taste angegeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>Nothing speaks against it.</source>
   <translation>Nichts spricht dagegen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>The mode takes the question as yes.</source>
   <translation>Der Modus nimmt die Frage als bejaht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>There is no action of the kind “{kind}”</source>
   <translation>Es gibt keine Aktion der Art „{kind}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>This is no JSON: {error}</source>
   <translation>Das ist kein JSON: {error}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>Write an action as {accepted}</source>
   <translation>Schreiben Sie eine Aktion als {accepted}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>You have said yes to this control for always.</source>
   <translation>Sie haben zu diesem Bedienelement für immer Ja gesagt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>{text} is no quoted text</source>
   <translation>{text} ist kein Text in Anführungszeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>“path” is no list of points</source>
   <translation>„path“ ist keine Liste von Punkten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>“{key}” is no text</source>
   <translation>„{key}“ ist kein Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>“{key}” is no whole number</source>
   <translation>„{key}“ ist keine ganze Zahl</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>“{key}” is one of {part}</source>
   <translation>„{key}“ muss eines von diesen sein: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>“{key}” is true or false</source>
   <translation>„{key}“ muss true oder false sein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/explain.py"></location>
   <source>“{written}” is no action</source>
   <translation>„{written}“ ist keine Aktion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/gate.py"></location>
   <source>A permit was asked for an action that nobody allowed.</source>
   <translation>Für eine Aktion, die niemand erlaubt hat, wurde eine Freigabe verlangt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/gate.py"></location>
   <source>This permission has expired.</source>
   <translation>Diese Freigabe ist abgelaufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/gate.py"></location>
   <source>This permission was used already, or was never given.</source>
   <translation>Diese Freigabe wurde schon benutzt oder nie erteilt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>The model's server asks whether this tool of an MCP server may be used.</source>
   <translation>Der Server des Modells fragt, ob dieses Werkzeug eines MCP-Servers benutzt werden darf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>This starts a program on this computer. It works with your rights.</source>
   <translation>Damit wird auf diesem Computer ein Programm gestartet. Es hat Ihre Rechte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>You chose to be asked about every step.</source>
   <translation>Sie wollen bei jedem Schritt gefragt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>Your function runs a program on this computer, with your rights.</source>
   <translation>Ihre Funktion führt auf diesem Computer ein Programm mit Ihren Rechten aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>built-in rule</source>
   <translation>eingebaute Regel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>own rule</source>
   <translation>eigene Regel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/judge.py"></location>
   <source>safety check</source>
   <translation>Sicherheitsprüfung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>1 more step costs</source>
   <translation>kostet 1 weiterer Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>At this pace the limit in money is reached in {left} step</source>
   <translation>Bei diesem Tempo ist die Kostengrenze in {left} Schritt(en) erreicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>At this pace {more} {usd}.</source>
   <translation>Bei diesem Tempo {more} {usd}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>The limit of {cost} USD is reached. Allow more with --max-cost.</source>
   <translation>Die Grenze von {cost} USD ist erreicht. Mit --max-cost erlauben Sie mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>The limit of {minutes} minutes is reached. Allow more with --max-minutes.</source>
   <translation>Die Grenze von {minutes} Minuten ist erreicht. Mit --max-minutes erlauben Sie mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>The limit of {steps} answers is reached at step {line} of {lines}. Allow more with --max-steps.</source>
   <translation>Die Grenze von {steps} Antworten ist bei Schritt {line} von {lines} erreicht. Mit --max-steps erlauben Sie mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>The limit of {steps} steps is reached. Allow more with --max-steps.</source>
   <translation>Die Grenze von {steps} Schritten ist erreicht. Mit --max-steps erlauben Sie mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/limits.py"></location>
   <source>{steps} more steps cost</source>
   <translation>kosten {steps} weitere Schritte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>Mend or remove it.</source>
   <translation>Berichtigen oder entfernen Sie sie.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>The rule “{name}” has a pattern that cannot be read.</source>
   <translation>Die Regel „{name}“ hat ein Muster, das nicht lesbar ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>Your rule “{name}” asks about this.</source>
   <translation>Ihre Regel „{name}“ verlangt hier eine Nachfrage.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>Your rule “{name}” forbids it.</source>
   <translation>Ihre Regel „{name}“ verbietet es.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>Your rule “{name}” may apply; we can't tell.</source>
   <translation>Ihre Regel „{name}“ trifft womöglich zu; das ist unklar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>click</source>
   <translation>Klick</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>drag</source>
   <translation>drag</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>finish</source>
   <translation>finish</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>function</source>
   <translation>function</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>hold_button</source>
   <translation>hold_button</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>hold_key</source>
   <translation>hold_key</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>look</source>
   <translation>look</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>move</source>
   <translation>move</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>navigate</source>
   <translation>navigate</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>press</source>
   <translation>press</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>release_button</source>
   <translation>release_button</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>release_key</source>
   <translation>release_key</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>scroll</source>
   <translation>scroll</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>type</source>
   <translation>type</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/own_rules.py"></location>
   <source>wait</source>
   <translation>wait</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>A browser's developer tools, and the chords that open them.</source>
   <translation>Die Entwicklerwerkzeuge eines Browsers und die Tastenkombinationen, die sie öffnen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>A file chosen for a page or a message.</source>
   <translation>Eine Datei, die für eine Seite oder eine Nachricht ausgewählt wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>A secret by its name: refused anywhere but where it is for, and asked about there.</source>
   <translation>Ein Geheimnis bei seinem Namen: überall sonst, als wofür es ist, verweigert, und dort gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Addresses of this computer and of private networks, and links to them.</source>
   <translation>Adressen dieses Computers und privater Netze sowie Links dorthin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Addresses with file:, javascript:, data: and the like, opened or typed.</source>
   <translation>Öffnen oder Eingeben von Adressen mit file:, javascript:, data: und Ähnlichem.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Addresses written to look like others: odd numbers, foreign letters.</source>
   <translation>Adressen, die wie andere aussehen sollen: ungewöhnliche Zahlen, fremde Buchstaben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Anything typed, pressed, pasted or dropped into a terminal.</source>
   <translation>Alles, was in ein Terminal eingegeben, gedrückt, eingefügt oder gezogen wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Buttons beside a price</source>
   <translation>Schaltflächen neben einem Preis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Buttons beside a price.</source>
   <translation>Schaltflächen neben einem Preis.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Buying</source>
   <translation>Kaufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Chords that end or lock the session, switch consoles or speak to the kernel.</source>
   <translation>Tastenkombinationen, die die Sitzung beenden oder sperren, die Konsole wechseln oder den Kernel ansprechen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Chords that open a launcher or a terminal (Alt+F2, Super, Ctrl+Alt+T), or start what is bound in sway.</source>
   <translation>Tastenkombinationen, die einen Programmstarter oder ein Terminal öffnen (Alt+F2, Super, Strg+Alt+T) oder starten, was in sway damit belegt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Closing a window whose title says that changes are not saved.</source>
   <translation>Schließen eines Fensters, dessen Titel auf nicht gespeicherte Änderungen hinweist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Closing unsaved work</source>
   <translation>Ungespeichertes schließen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Command lines</source>
   <translation>Befehlszeilen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests allowing, trusting or unlocking.</source>
   <translation>Bedienelemente, deren Name auf Erlauben, Vertrauen oder Entsperren schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests buying.</source>
   <translation>Bedienelemente, deren Name auf Kaufen schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests deleting or overwriting.</source>
   <translation>Bedienelemente, deren Name auf Löschen oder Überschreiben schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests paying.</source>
   <translation>Bedienelemente, deren Name auf Bezahlen schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests running or installing a program.</source>
   <translation>Bedienelemente, deren Name auf Ausführen oder Installieren eines Programms schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests sending.</source>
   <translation>Bedienelemente, deren Name auf Senden schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Controls whose name suggests submitting or publishing.</source>
   <translation>Bedienelemente, deren Name auf Absenden oder Veröffentlichen schließen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Ctrl+Return and other keys that send, in mail and chat programs.</source>
   <translation>Strg+Eingabetaste und andere Tasten, die in Mail- und Chatprogrammen senden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Delete keys</source>
   <translation>Löschtasten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Delete keys on files, messages and rows.</source>
   <translation>Löschtasten auf Dateien, Nachrichten und Zeilen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Deleting</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Developer tools</source>
   <translation>Entwicklerwerkzeuge</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Edited address</source>
   <translation>Bearbeitete Adresse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Files in hidden, program, system or unknown folders, saved, edited, pasted, moved or renamed.</source>
   <translation>Speichern, Bearbeiten, Einfügen, Verschieben oder Umbenennen von Dateien in versteckten oder unbekannten Ordnern, in Programm- oder Systemordnern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Files that go out</source>
   <translation>Ausgehende Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Forms of a page</source>
   <translation>Formulare einer Seite</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Granting rights</source>
   <translation>Rechte gewähren</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Input into this program's own windows and the terminal it asks in.</source>
   <translation>Eingaben in die eigenen Fenster dieses Programms und in das Terminal, in dem es fragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Keys that end the session</source>
   <translation>Tasten, die die Sitzung beenden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Keys that send</source>
   <translation>Tasten, die senden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Launcher keys</source>
   <translation>Tasten zum Programmstart</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Log out, shut down, restart, format, empty the trash.</source>
   <translation>Abmelden, Herunterfahren, Neustarten, Formatieren, Papierkorb leeren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Misleading addresses</source>
   <translation>Irreführende Adressen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Opening programs</source>
   <translation>Programme öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Opening what may be a program in a file manager, and its menus that may run one.</source>
   <translation>In einem Dateimanager das Öffnen dessen, was ein Programm sein kann, und die Menüs, die eines ausführen können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Outside the picture</source>
   <translation>Außerhalb des Bildes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Password fields</source>
   <translation>Passwortfelder</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Pasting into an address bar when the clipboard can't be read.</source>
   <translation>Einfügen in eine Adressleiste, wenn die Zwischenablage nicht lesbar ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Paying</source>
   <translation>Bezahlen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Points outside the picture: the model has not seen what is there.</source>
   <translation>Punkte außerhalb des Bildes: Das Modell hat nicht gesehen, was dort ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Private addresses</source>
   <translation>Private Adressen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Questions of a window</source>
   <translation>Fragen eines Fensters</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Return in a launcher or a “Run” dialog, or after a command in an editor that can run commands.</source>
   <translation>Eingabetaste in einem Programmstarter oder einem „Run“-Dialog oder nach einem Befehl in einem Editor, der Befehle ausführen kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Return in an address bar whose text was edited and cannot be read.</source>
   <translation>Eingabetaste in einer Adressleiste, deren Text geändert wurde und nicht lesbar ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Return, Yes, letters in a menu and text for no field, which may send or delete.</source>
   <translation>Eingabetaste, Ja, Buchstaben in einem Menü und Text ohne Feld, wenn sie womöglich senden oder löschen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Running programs</source>
   <translation>Programme ausführen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Script and file addresses</source>
   <translation>Skript- und Dateiadressen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Secret keys</source>
   <translation>Geheime Schlüssel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Secrets by name</source>
   <translation>Geheimnisse mit Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Sending</source>
   <translation>Senden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Shutting down</source>
   <translation>Herunterfahren</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Submitting</source>
   <translation>Absenden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>System and hidden files</source>
   <translation>System- und versteckte Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Terminals</source>
   <translation>Terminals</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Text that holds a secret key, pasted or typed elsewhere.</source>
   <translation>Text mit einem geheimen Schlüssel, der anderswo eingefügt oder eingegeben wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>The answer to a window that asks one thing, but one that leaves all as it was.</source>
   <translation>Die Antwort auf ein Fenster, das eine einzige Frage stellt; ausgenommen eine, die alles beim Alten lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>These settings</source>
   <translation>Diese Einstellungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>This program's own settings, opened in another program or named as a file.</source>
   <translation>Die eigenen Einstellungen dieses Programms, in einem anderen Programm geöffnet oder als Datei genannt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>This program's windows</source>
   <translation>Fenster dieses Programms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Typing or pasting into a password field.</source>
   <translation>Eingeben oder Einfügen in ein Passwortfeld.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Unknown effect</source>
   <translation>Unbekannte Wirkung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>Unknown paste</source>
   <translation>Einfügen von Unbekanntem</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rule.py"></location>
   <source>What sends a form of a page: its buttons, and Return in a field of one line.</source>
   <translation>Was das Formular einer Seite absendet: seine Schaltflächen und die Eingabetaste in einem einzeiligen Feld.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>Programs read or run {path} by themselves.</source>
   <translation>{path} wird von Programmen selbsttätig gelesen oder ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>The name begins with a dot, or leads into a hidden folder: programs read such files by themselves.</source>
   <translation>Der Name beginnt mit einem Punkt oder führt in einen versteckten Ordner: Solche Dateien lesen Programme selbsttätig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>The settings of Desktop Agent lie in {path}.</source>
   <translation>Die Einstellungen von Desktop Agent liegen in {path}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>This is about the settings of Desktop Agent itself.</source>
   <translation>Hier geht es um die Einstellungen von Desktop Agent selbst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>This names a hidden place: programs read such files by themselves.</source>
   <translation>Dies nennt einen versteckten Ort: Solche Dateien lesen Programme selbsttätig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>This runs a program</source>
   <translation>Dies führt ein Programm aus</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell what these keys do</source>
   <translation>Unklar ist die Wirkung dieser Tasten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell what this answers</source>
   <translation>Unklar ist die Bedeutung dieser Antwort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell what this item does</source>
   <translation>Unklar ist die Wirkung dieses Menüeintrags</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell where this dialog puts what was typed.</source>
   <translation>Unklar ist, wo dieser Dialog das Eingegebene ablegt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell whether this runs a program</source>
   <translation>Unklar ist, ob dies ein Programm ausführt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell which file this dialog is about.</source>
   <translation>Unklar ist, um welche Datei es in diesem Dialog geht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>We can't tell which folder this window shows.</source>
   <translation>Unklar ist, welchen Ordner dieses Fenster zeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>Where a single click opens files, this may run a program</source>
   <translation>Wo ein einfacher Klick Dateien öffnet, führt dies womöglich ein Programm aus</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>{path} is a program.</source>
   <translation>{path} ist ein Programm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>{why} in {window}.</source>
   <translation>{why} in {window}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/files.py"></location>
   <source>{window} gets this file.</source>
   <translation>Diese Datei geht an {window}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>In {where} these keys may send the message.</source>
   <translation>In {where} senden diese Tasten womöglich die Nachricht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>In {window} this key deletes {how}.</source>
   <translation>In {window} löscht diese Taste {how}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>It ends or locks the session.</source>
   <translation>Sie beendet oder sperrt die Sitzung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>It speaks to the kernel.</source>
   <translation>Sie spricht den Kernel an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>It switches to another console.</source>
   <translation>Sie wechselt zu einer anderen Konsole.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>The chord {named} is never pressed: {why}</source>
   <translation>Die Tastenkombination {named} wird nie gedrückt: {why}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>The desktop starts something on these keys, or may do so.</source>
   <translation>Die Arbeitsumgebung startet mit diesen Tasten etwas, oder könnte es.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>These keys open a launcher or a terminal.</source>
   <translation>Diese Tasten öffnen einen Programmstarter oder ein Terminal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>what is selected</source>
   <translation>das Ausgewählte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>what is selected, for good</source>
   <translation>das Ausgewählte endgültig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/keys.py"></location>
   <source>{window} runs what is entered there.</source>
   <translation>Was in {window} eingegeben wird, wird ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/pointer.py"></location>
   <source>The window's title says that there are changes that are not saved.</source>
   <translation>Der Titel des Fensters weist auf nicht gespeicherte Änderungen hin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/pointer.py"></location>
   <source>This goes to the window that this program runs or asks in, which is the person's alone.</source>
   <translation>Dies geht an das Fenster, in dem dieses Programm läuft oder fragt; es ist allein Ihnen vorbehalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>A shell in {window} runs what is entered there.</source>
   <translation>Eine Shell in {window} führt aus, was dort eingegeben wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>It is not known which field this would go into, so everybody could read the secret there.</source>
   <translation>Es ist nicht bekannt, in welches Feld dies ginge, daher könnte dort jeder das Geheimnis lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>The field shows it; its place is hidden in every later picture of this run.</source>
   <translation>Das Feld zeigt es; seine Stelle ist in jedem späteren Bild dieses Laufs verborgen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>The secret {names} is typed here.</source>
   <translation>Das Geheimnis {names} wird hier getippt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>The secret “{name}” is for {place} alone, and this would go elsewhere.</source>
   <translation>Das Geheimnis „{name}“ ist nur für {place}, und dies ginge anderswohin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>The secrets {names} are typed here.</source>
   <translation>Die Geheimnisse {names} werden hier getippt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>This goes into a password field.</source>
   <translation>Dies geht in ein Passwortfeld.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>This text holds a secret key.</source>
   <translation>Dieser Text enthält einen geheimen Schlüssel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/text.py"></location>
   <source>{window} may carry out this line as a command.</source>
   <translation>In {window} wird diese Zeile womöglich als Befehl ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>Addresses with a user name or a password in them are not opened.</source>
   <translation>Adressen mit einem Benutzernamen oder einem Passwort darin werden nicht geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>Addresses with file:, javascript:, data: and the like are never typed.</source>
   <translation>Adressen mit file:, javascript:, data: und Ähnlichem werden nie eingegeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>Only http and https addresses are opened.</source>
   <translation>Nur http- und https-Adressen werden geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>The address cannot be read.</source>
   <translation>Die Adresse ist nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>The address holds spaces or invisible characters.</source>
   <translation>Die Adresse enthält Leerzeichen oder unsichtbare Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>The address is written to look like another: it leads to “{shown}”.</source>
   <translation>Die Adresse soll wie eine andere aussehen: Sie führt zu „{shown}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>These are the developer tools of {window}: what is entered there acts in the page.</source>
   <translation>Dies sind die Entwicklerwerkzeuge von {window}: Was dort eingegeben wird, wirkt in der Seite.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>We can't tell what the address bar holds by now.</source>
   <translation>Unklar ist, was inzwischen in der Adressleiste steht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>We can't tell which address this pastes.</source>
   <translation>Unklar ist, welche Adresse dies einfügt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/web.py"></location>
   <source>“{shown}” is this computer, or in its own network.</source>
   <translation>„{shown}“ ist dieser Computer oder liegt in seinem eigenen Netz.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>A button</source>
   <translation>eine Schaltfläche</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>A page in {window} may have given these keys to a button of its own.</source>
   <translation>Eine Seite in {window} hat diese Tasten womöglich einer eigenen Schaltfläche zugewiesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>Return</source>
   <translation>die Eingabetaste</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>The button “{name}”</source>
   <translation>die Schaltfläche „{name}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>This chord</source>
   <translation>diese Tastenkombination</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>This key</source>
   <translation>diese Taste</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>This may send a form.</source>
   <translation>Dies sendet womöglich ein Formular ab.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>We can't tell on which menu item this drag ends in {window}.</source>
   <translation>Unklar ist, auf welchem Menüeintrag dieses Ziehen in {window} endet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>We can't tell what this says yes to in {window}.</source>
   <translation>Unklar ist, wozu dies in {window} Ja sagt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>We can't tell whether this text would press a button in a dialog of {window}.</source>
   <translation>Unklar ist, ob dieser Text in einem Dialog von {window} eine Schaltfläche drücken würde.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>a line break in this text</source>
   <translation>ein Zeilenumbruch in diesem Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>a space</source>
   <translation>ein Leerzeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>a space in this text</source>
   <translation>ein Leerzeichen in diesem Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>buys something</source>
   <translation>etwas zu kaufen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>deletes or overwrites something</source>
   <translation>etwas zu löschen oder zu überschreiben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>ends the session or stops the computer</source>
   <translation>die Sitzung zu beenden oder den Computer herunterzufahren</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>gives somebody a permission</source>
   <translation>jemandem ein Recht zu geben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>pays for something</source>
   <translation>etwas zu bezahlen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>runs or installs a program</source>
   <translation>ein Programm auszuführen oder zu installieren</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>sends something</source>
   <translation>etwas zu senden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>submits or publishes something</source>
   <translation>etwas abzusenden oder zu veröffentlichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>this text would go nowhere</source>
   <translation>dieser Text ginge ins Leere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>{key} would press it</source>
   <translation>{key} würde sie drücken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>{named} has the keyboard in {where}, and no field does: {press}.</source>
   <translation>In {where} hat {named} die Tastatur und kein Feld; {press}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>{what} could press {named} in {window}.</source>
   <translation>In {window} könnte {what} {named} drücken.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>{window} builds and runs programs, and may do so now.</source>
   <translation>In {window} werden Programme erstellt und ausgeführt, womöglich auch jetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>{window} does not tell which field has the keyboard; {key} could press {named}.</source>
   <translation>Unbekannt ist, welches Feld in {window} die Tastatur hat; {key} könnte {named} drücken.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>“{named}” probably {does}, which may be impossible to undo.</source>
   <translation>„{named}“ dient wahrscheinlich dazu, {does}; das lässt sich womöglich nicht rückgängig machen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>“{name}” answers a question.</source>
   <translation>„{name}“ beantwortet eine Frage.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/rules/words.py"></location>
   <source>“{name}” stands beside a price: {price}.</source>
   <translation>„{name}“ steht neben einem Preis: {price}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/scope.py"></location>
   <source>{site} in {program}</source>
   <translation>{site} in {program}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/scope.py"></location>
   <source>“{found}” is none of {levels}.</source>
   <translation>„{found}“ ist keines von diesen: {levels}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/scope.py"></location>
   <source>“{written}” is no program, site or folder to work in.</source>
   <translation>„{written}“ ist kein Programm, keine Website und kein Ordner als Arbeitsbereich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/scope.py"></location>
   <source>“{written}” is no whole path of a folder.</source>
   <translation>„{written}“ ist kein vollständiger Pfad eines Ordners.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/standing.py"></location>
   <source>double click</source>
   <translation>Doppelklick</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/standing.py"></location>
   <source>main window</source>
   <translation>Hauptfenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/policy/standing.py"></location>
   <source>triple click</source>
   <translation>Dreifachklick</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>At a terminal a yes takes four digits here.</source>
   <translation>An einem Terminal braucht ein Ja hier vier Ziffern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>No key stops a run here, and touching mouse or keyboard does not pause it: press Ctrl+C in its terminal.</source>
   <translation>Keine Taste hält einen Lauf hier an, und Maus oder Tastatur zu berühren unterbricht ihn nicht: Drücken Sie Strg+C in seinem Terminal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>Sway knows of no physical keyboard: no key can stop a run here, or prove that you have pressed it.</source>
   <translation>Sway kennt keine echte Tastatur: Keine Taste kann hier einen Lauf anhalten oder beweisen, dass Sie sie gedrückt haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>Sway tells programs of your stop key alone: touching mouse or keyboard does not pause a run, and neither Esc pressed three times nor the top-left corner stops it.</source>
   <translation>Sway meldet Programmen nur Ihre Stopptaste: Maus oder Tastatur zu berühren unterbricht einen Lauf nicht, und weder dreimal Esc noch die Ecke oben links hält ihn an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>The input of this desktop cannot be watched: {cause}.</source>
   <translation>Die Eingaben auf diesem Desktop lassen sich nicht beobachten: {cause}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>The pointer in the top-left corner does not stop a run here: nobody tells where the pointer is.</source>
   <translation>Der Zeiger in der Ecke oben links beendet hier keinen Lauf: Niemand sagt, wo der Zeiger ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>This desktop tells no program of your hand: touching mouse or keyboard does not pause a run, and no key of yours and no corner stops it. End the sharing by the desktop's own sign, or press Ctrl+C in the run's terminal.</source>
   <translation>Dieser Desktop sagt keinem Programm etwas von Ihrer Hand: Eine Berührung von Maus oder Tastatur hält keinen Lauf an, und keine Taste von Ihnen und keine Ecke beendet ihn. Beenden Sie die Freigabe über das eigene Zeichen des Desktops, oder drücken Sie Strg+C im Terminal des Laufs.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>sway has ended, or does not answer</source>
   <translation>Sway ist beendet oder antwortet nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>the helper that reads mice and keyboards has ended, or serves another user now</source>
   <translation>der Helfer, der Mäuse und Tastaturen liest, ist beendet oder dient jetzt jemand anderem</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/choose.py"></location>
   <source>{key} does not stop a run here: the helper tells of no key that types. Choose another stop key.</source>
   <translation>{key} beendet hier keinen Lauf: Von Tasten, die schreiben, sagt der Helfer nichts. Wählen Sie eine andere Stopptaste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/lock.py"></location>
   <source>login service</source>
   <translation>login service</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/lock.py"></location>
   <source>screen lock</source>
   <translation>screen lock</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/lock.py"></location>
   <source>screen saver</source>
   <translation>screen saver</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>A real mouse or keyboard</source>
   <translation>Mit echter Maus oder Tastatur</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>A small window has the buttons “Pause” and “Stop” while it works. No key does that in this session.</source>
   <translation>Ein kleines Fenster hat die Knöpfe „Pause“ und „Anhalten“, während die Aufgabe läuft. Keine Taste tut das in dieser Sitzung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>Four digits, as no device is told here</source>
   <translation>Vier Ziffern, da hier kein Gerät gemeldet wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It does nothing in this session until you switch on the helper (desktop-agent guide wayland).</source>
   <translation>In dieser Sitzung bewirkt es erst etwas, wenn Sie das Hilfsprogramm einschalten (desktop-agent guide wayland).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It does nothing in this session, which does not tell of it.</source>
   <translation>In dieser Sitzung, die davon nichts meldet, bewirkt es nichts.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It does nothing in this session, which tells of no key.</source>
   <translation>In dieser Sitzung, die keine Taste meldet, bewirkt es nichts.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It does nothing on Wayland, where nobody tells where the pointer is.</source>
   <translation>Unter Wayland bewirkt es nichts, da niemand meldet, wo der Zeiger ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It is done, this one time, once you have typed the four digits that the card shows.</source>
   <translation>Die Aktion wird ausgeführt, dieses eine Mal, sobald Sie die vier Ziffern eingetippt haben, die die Karte zeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It is done, this one time. Only keys that you hold on your own keyboard can approve.</source>
   <translation>Die Aktion wird ausgeführt, dieses eine Mal. Genehmigen können nur Tasten, die Sie auf Ihrer eigenen Tastatur halten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>It is done, this one time. Only your own mouse and keyboard can approve.</source>
   <translation>Die Aktion wird ausgeführt, dieses eine Mal. Genehmigen können nur Ihre eigene Maus und Tastatur.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>Keys held on a real keyboard</source>
   <translation>Tasten, die auf einer echten Tastatur gehalten werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>Nothing can be approved here.</source>
   <translation>Hier kann nichts genehmigt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>The Pause key pauses the task; pressed twice, it stops it. Touching mouse or keyboard does not, in this session.</source>
   <translation>Die Pause-Taste pausiert die Aufgabe; zweimaliges Drücken hält sie an. Maus oder Tastatur zu berühren tut das in dieser Sitzung nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>Touch the mouse or a key to take over at once. The Pause key pauses the task; pressed twice, it stops it.</source>
   <translation>Berühren Sie die Maus oder eine Taste, um sofort zu übernehmen. Die Pause-Taste pausiert die Aufgabe; zweimaliges Drücken hält sie an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>While it works, leave mouse and keyboard alone. A small window has the buttons “Pause” and “Stop”.</source>
   <translation>Lassen Sie Maus und Tastatur in Ruhe, während die Aufgabe läuft. Ein kleines Fenster hat die Knöpfe „Pause“ und „Anhalten“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>While it works, leave mouse and keyboard alone. The Pause key pauses it; pressed twice, it stops it.</source>
   <translation>Lassen Sie Maus und Tastatur in Ruhe, während die Aufgabe läuft. Die Pause-Taste pausiert die Aufgabe; zweimaliges Drücken hält sie an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/promises.py"></location>
   <source>While it works, leave mouse and keyboard alone: touching them pauses it. The Pause key, pressed twice, stops it.</source>
   <translation>Lassen Sie Maus und Tastatur in Ruhe, während die Aufgabe läuft: Jede Berührung pausiert sie. Zweimaliges Drücken der Pause-Taste hält sie an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/stop_keys.py"></location>
   <source> twice</source>
   <translation> – zweimal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/stop_keys.py"></location>
   <source>Esc was pressed three times</source>
   <translation>Esc wurde dreimal gedrückt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/stop_keys.py"></location>
   <source>the pointer was thrown into the top-left corner</source>
   <translation>der Mauszeiger wurde in die linke obere Ecke geschoben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/stop_keys.py"></location>
   <source>the {spelled} key</source>
   <translation>die Taste {spelled}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/presence/stop_keys.py"></location>
   <source>{key} was pressed</source>
   <translation>{key} wurde gedrückt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/check.py"></location>
   <source>See `desktop-agent runs list`.</source>
   <translation>Siehe `desktop-agent runs list`.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/check.py"></location>
   <source>The folder {folder} contains no recording of a run.</source>
   <translation>Der Ordner {folder} enthält keine Aufzeichnung eines Laufs.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/check.py"></location>
   <source>The recording in {folder} cannot be read: {strerror}.</source>
   <translation>Die Aufzeichnung in {folder} ist nicht lesbar: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>1 line before this one is missing.</source>
   <translation>1 Zeile vor dieser fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>1 line ends</source>
   <translation>1 Zeile endet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>Before the first step.</source>
   <translation>Vor dem ersten Schritt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>No line of the record knows this file.</source>
   <translation>Keine Zeile der Aufzeichnung kennt diese Datei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>Step {step}.</source>
   <translation>Schritt {step}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>The live picture is not the one that was recorded, or is missing.</source>
   <translation>Das Livebild ist nicht das aufgezeichnete, oder es fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>The record stops here. The program ended in the middle, or what followed was taken away.</source>
   <translation>Hier bricht die Aufzeichnung ab. Das Programm endete mittendrin, oder der Rest wurde entfernt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>The signature is wrong, or is somebody else's.</source>
   <translation>Die Unterschrift ist falsch oder von jemand anderem.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This cannot be read.</source>
   <translation>Das ist nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This is no file but a link, or something else that is not followed.</source>
   <translation>Das ist keine Datei, sondern ein Link oder etwas anderes, dem nicht gefolgt wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This line does not belong here. It was added, moved or doubled.</source>
   <translation>Diese Zeile gehört nicht hierher. Sie wurde hinzugefügt, verschoben oder verdoppelt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This line was changed.</source>
   <translation>Diese Zeile wurde geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This picture is missing.</source>
   <translation>Dieses Bild fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This picture is not the one that was recorded.</source>
   <translation>Dieses Bild ist nicht das aufgezeichnete.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>This picture was cut off at byte {byte}.</source>
   <translation>Dieses Bild wurde bei Byte {byte} abgeschnitten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>{count} lines before this one are missing.</source>
   <translation>{count} Zeilen vor dieser fehlen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>{count} lines end</source>
   <translation>{count} Zeilen enden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>{file}, line {line}, byte {byte}</source>
   <translation>{file}, Zeile {line}, Byte {byte}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/damage.py"></location>
   <source>{lines} in the way of Windows (CRLF): a program has changed how lines end.</source>
   <translation>{lines} wie unter Windows (CRLF): Ein Programm hat die Zeilenenden geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>Check that its files may be changed by you.</source>
   <translation>Prüfen Sie, ob Sie seine Dateien ändern dürfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>Delete it again.</source>
   <translation>Löschen Sie ihn noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>Delete such a folder yourself.</source>
   <translation>Löschen Sie einen solchen Ordner selbst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>Stop it first, then delete it.</source>
   <translation>Halten Sie ihn erst an, und löschen Sie ihn dann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>The run in {folder} cannot be deleted: {strerror}.</source>
   <translation>Der Lauf in {folder} lässt sich nicht löschen: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>The run in {folder} changed while it was deleted.</source>
   <translation>Der Lauf in {folder} hat sich geändert, während er gelöscht wurde.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/delete.py"></location>
   <source>{folder} is not in the folder of the runs, {root}.</source>
   <translation>{folder} liegt nicht im Ordner der Läufe, {root}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/disk_errors.py"></location>
   <source>Check that the folder exists and you may write to it, or set DESKTOP_AGENT_HOME to another.</source>
   <translation>Prüfen Sie, ob der Ordner existiert und Sie darin schreiben dürfen, oder setzen Sie DESKTOP_AGENT_HOME auf einen anderen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/disk_errors.py"></location>
   <source>No space is left for the recording in {folder}.</source>
   <translation>Für die Aufzeichnung in {folder} ist kein Platz mehr.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/disk_errors.py"></location>
   <source>The recording in {folder} cannot be written: {reason}.</source>
   <translation>Die Aufzeichnung in {folder} lässt sich nicht schreiben: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/earlier.py"></location>
   <source>broken off</source>
   <translation>abgebrochen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/earlier.py"></location>
   <source>it was not seen in any field</source>
   <translation>es wurde in keinem Feld gesehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/earlier.py"></location>
   <source>not done</source>
   <translation>not done</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/earlier.py"></location>
   <source>the field holds something else</source>
   <translation>das Feld enthält etwas anderes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/export_run.py"></location>
   <source>Export it when it has ended.</source>
   <translation>Exportieren Sie ihn, wenn er zu Ende ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>Ask for a new export of the run: `desktop-agent runs export RUN`.</source>
   <translation>Bitten Sie um einen neuen Export des Laufs: `desktop-agent runs export RUN`.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>Ask for another.</source>
   <translation>Bitten Sie um eine andere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>The journal in {file} does not start as a recording does.</source>
   <translation>Das Protokoll in {file} beginnt nicht wie eine Aufzeichnung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it holds more than one run, or a file twice</source>
   <translation>sie enthält mehr als einen Lauf oder eine Datei doppelt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it holds no journal of a run</source>
   <translation>sie enthält kein Protokoll eines Laufs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it holds {entries} files</source>
   <translation>sie enthält {entries} Dateien</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it holds “{filename}”, which no export does</source>
   <translation>sie enthält „{filename}“, was in keinem Export ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it is locked with a password, or packed in an unusual way</source>
   <translation>sie ist mit einem Passwort gesperrt oder ungewöhnlich gepackt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it is no zip file, or is damaged</source>
   <translation>es ist keine ZIP-Datei, oder sie ist beschädigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>it unpacks to far more than a recording is</source>
   <translation>sie entpackt sich zu weit mehr, als eine Aufzeichnung ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>{name} in it is damaged</source>
   <translation>{name} darin ist beschädigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>{name} is larger than {part} MiB</source>
   <translation>{name} ist größer als {part} MiB</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>{name} is not the kind of picture that its name says</source>
   <translation>{name} ist nicht die Art Bild, die der Name sagt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>{name} is {width}x{height} pixels large</source>
   <translation>{name} ist {width}x{height} Pixel groß</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>{path} cannot be imported: {reason}.</source>
   <translation>{path} kann nicht importiert werden: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/import_run.py"></location>
   <source>{path} is not imported: {reason}.</source>
   <translation>{path} wird nicht importiert: {reason}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/journal.py"></location>
   <source>Leave the folder alone until the run has ended, then start the task again.</source>
   <translation>Lassen Sie den Ordner in Ruhe, bis der Lauf beendet ist, und starten Sie dann die Aufgabe noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/journal.py"></location>
   <source>Start a new run.</source>
   <translation>Starten Sie einen neuen Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/journal.py"></location>
   <source>The recording in {dir} is already closed.</source>
   <translation>Die Aufzeichnung in {dir} ist schon abgeschlossen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/journal.py"></location>
   <source>The recording's folder {dir} was moved, removed or replaced during the run.</source>
   <translation>Der Ordner der Aufzeichnung, {dir}, wurde während des Laufs verschoben, entfernt oder ersetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/live_file.py"></location>
   <source>The disk is nearly full</source>
   <translation>Der Datenträger ist fast voll</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/live_status.py"></location>
   <source>Server unreachable; continues by itself when it is back</source>
   <translation>Server nicht erreichbar; es geht von selbst weiter, sobald er wieder da ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/live_status.py"></location>
   <source>Waiting {left} s for the server</source>
   <translation>Wartet noch {left} s auf den Server</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/parse.py"></location>
   <source>This run was recorded in format {number}; this version reads up to format {format}.</source>
   <translation>Dieser Lauf wurde im Format {number} aufgezeichnet; diese Version liest bis Format {format}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/parse.py"></location>
   <source>Update Desktop Agent to read it.</source>
   <translation>Aktualisieren Sie Desktop Agent, um ihn zu lesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/picture_file.py"></location>
   <source>Pictures were not recorded.</source>
   <translation>Bilder wurden nicht aufgezeichnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/picture_file.py"></location>
   <source>The picture is larger than any screen, and is not opened.</source>
   <translation>Das Bild ist größer als jeder Bildschirm und wird nicht geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/picture_file.py"></location>
   <source>The picture is missing.</source>
   <translation>Das Bild fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/picture_file.py"></location>
   <source>The picture was changed or damaged after it was recorded.</source>
   <translation>Das Bild wurde nach der Aufzeichnung geändert oder beschädigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/picture_file.py"></location>
   <source>The record names a file that is not a recorded picture.</source>
   <translation>Die Aufzeichnung nennt eine Datei, die kein aufgezeichnetes Bild ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/preview.py"></location>
   <source>Pictures</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/preview.py"></location>
   <source>Texts</source>
   <translation>Texte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/preview.py"></location>
   <source>What would be taken out</source>
   <translation>Was herausgenommen würde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/preview.py"></location>
   <source>{number} place</source>
   <translation>{number} Stelle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/preview.py"></location>
   <source>{number} places</source>
   <translation>{number} Stellen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/proposal.py"></location>
   <source>An unreadable action</source>
   <translation>Eine unlesbare Aktion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/proposal.py"></location>
   <source>Model: {proposed} → You: {edited}</source>
   <translation>Modell: {proposed} → Sie: {edited}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/proposal.py"></location>
   <source>something else, which was not recorded</source>
   <translation>etwas anderes, das nicht aufgezeichnet wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/proposal.py"></location>
   <source>under way</source>
   <translation>under way</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/reader.py"></location>
   <source>cut off</source>
   <translation>cut off</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/reader.py"></location>
   <source>{part} does not start as a recording does.</source>
   <translation>{part} beginnt nicht wie eine Aufzeichnung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/redact.py"></location>
   <source>A picture of the recording cannot be read.</source>
   <translation>Ein Bild der Aufzeichnung kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/redact.py"></location>
   <source>A picture of the recording could not be written again.</source>
   <translation>Ein Bild der Aufzeichnung konnte nicht neu geschrieben werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/redact.py"></location>
   <source>Run: desktop-agent runs check RUN</source>
   <translation>Führen Sie aus: desktop-agent runs check RUN</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/redact.py"></location>
   <source>Try again with other pictures.</source>
   <translation>Versuchen Sie es mit anderen Bildern noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/album.py"></location>
   <source>The report would be too large with this picture; it is in the run’s folder.</source>
   <translation>Mit diesem Bild würde der Bericht zu groß; es liegt im Ordner des Laufs.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/decisions.py"></location>
   <source>Decision</source>
   <translation>Entscheidung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/decisions.py"></location>
   <source>Who decided what</source>
   <translation>Wer was entschieden hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/decisions.py"></location>
   <source>{rest} more are at their steps.</source>
   <translation>{rest} weitere stehen bei ihren Schritten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>It has left the desk and cannot be taken back.</source>
   <translation>Es hat den Nebentisch verlassen und ist nicht zurückzuholen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>It is never taken over.</source>
   <translation>Es wird nie übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>Left as it is</source>
   <translation>Unverändert gelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>Nothing of it has been taken over or thrown away yet: your files are as they were.</source>
   <translation>Noch wurde nichts davon übernommen oder verworfen: Ihre Dateien sind, wie sie waren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>What became of it</source>
   <translation>Was daraus wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>What it changed on the desk</source>
   <translation>Was er auf dem Nebentisch geändert hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>What was left was thrown away.</source>
   <translation>Was übrig war, wurde verworfen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/desk_part.py"></location>
   <source>{rest} more are not listed here.</source>
   <translation>{rest} weitere sind hier nicht aufgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/kinds.py"></location>
   <source>Refused</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/kinds.py"></location>
   <source>Warning</source>
   <translation>Warnung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/kinds.py"></location>
   <source>You decided</source>
   <translation>Von Ihnen entschieden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/markup.py"></location>
   <source>control character</source>
   <translation>Steuerzeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Film</source>
   <translation>Film</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Film of the run</source>
   <translation>Film des Laufs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Go to this step</source>
   <translation>Zu diesem Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Made from the run’s journal. The page is complete: it loads nothing.</source>
   <translation>Aus dem Protokoll des Laufs gemacht. Die Seite ist vollständig: Sie lädt nichts nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>No step fits.</source>
   <translation>Kein Schritt passt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Now: the screen</source>
   <translation>Jetzt: der Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Pause</source>
   <translation>Pause</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Play</source>
   <translation>Abspielen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Show the picture large</source>
   <translation>Das Bild groß zeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Skip to the steps</source>
   <translation>Zu den Schritten springen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Step by step</source>
   <translation>Schritt für Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Step {step} did not fit any more</source>
   <translation>Schritt {step} passte nicht mehr</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Then: the window of the step</source>
   <translation>Damals: das Fenster des Schritts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>Watch</source>
   <translation>Ansehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/page.py"></location>
   <source>{part} – Desktop Agent</source>
   <translation>{part} – Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Before or after</source>
   <translation>Vorher oder nachher</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Close, or show all steps</source>
   <translation>Schließen oder alle Schritte zeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Esc</source>
   <translation>Esc</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Filter</source>
   <translation>Filter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Next step</source>
   <translation>Nächster Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Picture large or small</source>
   <translation>Bild groß oder klein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Previous step</source>
   <translation>Voriger Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>Show these keys</source>
   <translation>Diese Tasten zeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>The last picture</source>
   <translation>Das letzte Bild</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>{rest} more steps are on the page.</source>
   <translation>{rest} weitere Schritte stehen auf der Seite.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/steps_nav.py"></location>
   <source>{shown} of {total} steps</source>
   <translation>{shown} von {total} Schritten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source> (an address on this computer)</source>
   <translation> (eine Adresse auf diesem Computer)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Asked you</source>
   <translation>Nachgefragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Desktop Agent · record of a run</source>
   <translation>Desktop Agent · Aufzeichnung eines Laufs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Limits</source>
   <translation>Grenzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Mode</source>
   <translation>Modus</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Pictures sent to</source>
   <translation>Bilder gesendet an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Screen</source>
   <translation>Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Started</source>
   <translation>Begonnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Task and pictures</source>
   <translation>Aufgabe und Bilder</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Task and pictures sent to</source>
   <translation>Aufgabe und Bilder gesendet an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>The whole task</source>
   <translation>Die ganze Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>This run was cut off before its task was written down</source>
   <translation>Dieser Lauf riss ab, bevor seine Aufgabe aufgezeichnet war</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Tokens</source>
   <translation>Tokens</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Took</source>
   <translation>Dauer</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>Version</source>
   <translation>Version</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>a part of {which}</source>
   <translation>Ausschnitt: {which}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>all monitors</source>
   <translation>alle Monitore</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>an unreadable address</source>
   <translation>eine unlesbare Adresse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>damaged line</source>
   <translation>beschädigte Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>monitor {monitor}</source>
   <translation>Monitor {monitor}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>no cost limit</source>
   <translation>keine Kostengrenze</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>no limit of</source>
   <translation>unbegrenzt viele</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>nothing left this computer</source>
   <translation>nichts hat diesen Computer verlassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>the agent that asked for them</source>
   <translation>den Agenten, der sie verlangt hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>{cut}, {part}×{part2}, shown as {shown}×{shown2}</source>
   <translation>{cut}, {part}×{part2}, gezeigt als {shown}×{shown2}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>{lines} of the record could not be read.</source>
   <translation>Nicht lesbar in der Aufzeichnung: {lines}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>{number} damaged line</source>
   <translation>{number} beschädigte Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>{number} damaged lines</source>
   <translation>{number} beschädigte Zeilen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/summary.py"></location>
   <source>{steps} steps, {minutes} minutes, {spent}</source>
   <translation>{steps} Schritte, {minutes} Minuten, {spent}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Acting</source>
   <translation>In Aktion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Between steps</source>
   <translation>Zwischen Schritten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Each step’s time; the longest is {slowest} with {longest}.</source>
   <translation>Die Zeit jedes Schritts; der längste ist {slowest} mit {longest}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Everything else</source>
   <translation>Alles Übrige</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Step {number}</source>
   <translation>Schritt {number}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>The model</source>
   <translation>Das Modell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Waiting for the screen</source>
   <translation>Warten auf den Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>Where the time went</source>
   <translation>Wohin die Zeit ging</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>You</source>
   <translation>Sie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>strip small</source>
   <translation>strip small</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/time_strip.py"></location>
   <source>{total} in all</source>
   <translation>{total} insgesamt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>After</source>
   <translation>Nachher</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>As it was proposed</source>
   <translation>Wie es vorgeschlagen wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>Before the first step</source>
   <translation>Vor dem ersten Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>In words</source>
   <translation>In Worten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>Safety check {part} </source>
   <translation>Sicherheitsprüfung {part} </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>Screen {state} after {waited}</source>
   <translation>Bildschirm {state} nach {waited}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>The dashed mark is where the model pointed.</source>
   <translation>Die gestrichelte Markierung zeigt, wohin das Modell wies.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>The model’s text</source>
   <translation>Der Text des Modells</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>The screen at that moment, {width} by {height} pixels</source>
   <translation>Der Bildschirm in diesem Augenblick, {width} mal {height} Pixel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>Your text</source>
   <translation>Ihr Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>at rest</source>
   <translation>in Ruhe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>mark given-up</source>
   <translation>mark given-up</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>mark undone</source>
   <translation>mark undone</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>still changing</source>
   <translation>noch in Bewegung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>turn bare</source>
   <translation>turn bare</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>without a code</source>
   <translation>ohne Code</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>{attempts} attempts to reach the model</source>
   <translation>{attempts} Versuche, das Modell zu erreichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>{start} into the run</source>
   <translation>{start} nach Beginn des Laufs</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/turn_card.py"></location>
   <source>{total_tokens} tokens</source>
   <translation>{total_tokens} Tokens</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/write.py"></location>
   <source>Leave out `--film`, and share both files.</source>
   <translation>Lassen Sie `--film` weg und geben Sie beide Dateien weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/write.py"></location>
   <source>The film is too large to be put into a page.</source>
   <translation>Der Film ist zu groß, um in eine Seite zu passen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/report/write.py"></location>
   <source>The film {file} cannot be read: {strerror}.</source>
   <translation>Der Film {file} kann nicht gelesen werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/search.py"></location>
   <source>No run ends as “{unknown}”.</source>
   <translation>Kein Lauf endet als „{unknown}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/search.py"></location>
   <source>There are: {statuses}.</source>
   <translation>Es gibt: {statuses}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/search.py"></location>
   <source>Write it as 2026-11-20, or as 12h, 7d or 2w for so long ago.</source>
   <translation>Schreiben Sie 2026-11-20 oder, für so lange her, 12h, 7d oder 2w.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/search.py"></location>
   <source>Write it as 500K, 10MB or 2GB.</source>
   <translation>Schreiben Sie 500K, 10MB oder 2GB.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/search.py"></location>
   <source>“{text}” is no day.</source>
   <translation>„{text}“ ist kein Tag.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/search.py"></location>
   <source>“{text}” is no size.</source>
   <translation>„{text}“ ist keine Größe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>Give six hexadecimal digits.</source>
   <translation>Geben Sie sechs Hexadezimalziffern an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>Make one: `desktop-agent demo`.</source>
   <translation>Erzeugen Sie einen: `desktop-agent demo`.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>That is not the name of a run.</source>
   <translation>Das ist nicht der Name eines Laufs.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>The folder {ref} contains no recording of a run.</source>
   <translation>Der Ordner {ref} enthält keine Aufzeichnung eines Laufs.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>The runs in {root} cannot be read: {strerror}.</source>
   <translation>Die Läufe in {root} sind nicht lesbar: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>There are no runs in {root} yet.</source>
   <translation>In {root} gibt es noch keine Läufe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>There is no run “{ref}”.</source>
   <translation>Es gibt keinen Lauf „{ref}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>{matching} runs start with “{ref}”.</source>
   <translation>{matching} Läufe beginnen mit „{ref}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/store.py"></location>
   <source>{name} is not a valid folder name.</source>
   <translation>{name} ist kein gültiger Ordnername.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>Error</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>Note</source>
   <translation>Hinweis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>Paused</source>
   <translation>Pausiert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>Resumed</source>
   <translation>Fortgesetzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>The agent asks</source>
   <translation>Der Agent fragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>The model thinks</source>
   <translation>Das Modell denkt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>You answered</source>
   <translation>Sie antworteten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/story.py"></location>
   <source>You said</source>
   <translation>Sie sagten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source> after {waited_ms}</source>
   <translation> nach {waited_ms}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source> as you chose not to be asked</source>
   <translation> – Sie wollten nicht gefragt werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source> by you</source>
   <translation> von Ihnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source> by your rule “{own_rule}”</source>
   <translation> durch Ihre Regel „{own_rule}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source> for this window</source>
   <translation> für dieses Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source> together with others</source>
   <translation> zusammen mit anderen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, after {waited_ms}</source>
   <translation>, nach {waited_ms}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, because nobody could be asked</source>
   <translation>, weil niemand gefragt werden konnte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, because {refused}</source>
   <translation>, weil {refused}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, for this run</source>
   <translation>, für diesen Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, from now on</source>
   <translation>, ab jetzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, this once</source>
   <translation>, dieses eine Mal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>, with all in {place}</source>
   <translation>, mit allem in {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Allowed</source>
   <translation>Erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Altered</source>
   <translation>Verändert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Approved</source>
   <translation>Genehmigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Approved with your answer for {place}</source>
   <translation>Genehmigt mit Ihrer Antwort für {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Blocked</source>
   <translation>Blockiert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Broken off</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Broken off after {took}, because {why}</source>
   <translation>Nach {took} abgebrochen, weil {why}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Cannot be read</source>
   <translation>Nicht lesbar</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Completed</source>
   <translation>Abgeschlossen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Cut off</source>
   <translation>Abgerissen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Done in {took}</source>
   <translation>Erledigt in {took}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Failed after </source>
   <translation>Fehlgeschlagen nach </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Held back</source>
   <translation>Zurückgehalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Let out</source>
   <translation>Hinausgelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Limit reached</source>
   <translation>Grenze erreicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Not asked</source>
   <translation>Nicht gefragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Not seen</source>
   <translation>Nicht gesehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Partly done</source>
   <translation>Teilweise erledigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Refused by you</source>
   <translation>Von Ihnen abgelehnt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Refused, because you have not allowed this in {place}</source>
   <translation>Abgelehnt, weil Sie das in {place} nicht erlaubt haben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Rehearsed</source>
   <translation>Geprobt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Rehearsed, not carried out</source>
   <translation>Geprobt, nicht ausgeführt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Skipped</source>
   <translation>Ausgelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Skipped, because </source>
   <translation>Ausgelassen, weil </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Started, but the record does not say whether it was carried out</source>
   <translation>Begonnen, aber die Aufzeichnung sagt nicht, ob es ausgeführt wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Stopped</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>The run ended before you had answered</source>
   <translation>Der Lauf endete, bevor Sie geantwortet hatten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>This did not leave the desk, as nobody could be asked: “{what}”</source>
   <translation>Dies ist auf dem Nebentisch geblieben, weil niemand gefragt werden konnte: „{what}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>This did not leave the desk, as the run ended before you answered: “{what}”</source>
   <translation>Dies hat den Nebentisch nicht verlassen, da der Lauf zu Ende war, bevor Sie geantwortet hatten: „{what}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Typed in {took}, but not seen in any field</source>
   <translation>In {took} eingegeben, aber in keinem Feld zu sehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Typed in {took}, but the field holds something else</source>
   <translation>In {took} eingegeben, aber im Feld steht etwas anderes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>Unknown</source>
   <translation>Unbekannt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You did not let this leave the desk</source>
   <translation>Sie haben dies nicht vom Nebentisch hinausgelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You let it do everything in {place} except sending, deleting and running</source>
   <translation>Sie haben in {place} alles erlaubt außer Senden, Löschen und Ausführen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You let it do nothing in {place}</source>
   <translation>Sie haben in {place} nichts erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You let it do what is known to be harmless in {place}</source>
   <translation>Sie haben in {place} erlaubt, was als harmlos bekannt ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You let it only look in {place}</source>
   <translation>Sie haben in {place} nur das Ansehen erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You let this leave the desk</source>
   <translation>Sie haben dies vom Nebentisch hinausgelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>You stopped the run here</source>
   <translation>Sie haben den Lauf hier angehalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>a request</source>
   <translation>eine Anfrage</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>an earlier step was not done</source>
   <translation>ein früherer Schritt nicht erledigt wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>as it sets nothing off</source>
   <translation>– es löst nichts aus</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>as no rule asks about it</source>
   <translation>– keine Regel fragt danach</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>as this command is known to be harmless</source>
   <translation>– dieser Befehl ist als harmlos bekannt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>as you have allowed it for always</source>
   <translation>– Sie haben es für immer erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>as you have let it work there</source>
   <translation>– Sie haben das Arbeiten dort erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>it cannot go there</source>
   <translation>sie dorthin nicht gelangen kann</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>it could not be understood</source>
   <translation>sie nicht zu verstehen war</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>it points outside the picture</source>
   <translation>sie auf eine Stelle außerhalb des Bildes zeigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>it would go to a window of Desktop Agent</source>
   <translation>sie an ein Fenster von Desktop Agent ginge</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>only ordinary web addresses are opened</source>
   <translation>nur gewöhnliche Webadressen geöffnet werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>something was held down while you had to be asked</source>
   <translation>etwas gedrückt gehalten wurde, während Sie gefragt werden mussten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>the run was stopped</source>
   <translation>der Lauf angehalten wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>these keys end, lock or leave the session</source>
   <translation>diese Tasten die Sitzung beenden, sperren oder verlassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>this application</source>
   <translation>diesem Programm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>you took over</source>
   <translation>Sie übernommen haben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>{minutes} min {part} s</source>
   <translation>{minutes} min {part} s</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/record/wording.py"></location>
   <source>{ms} ms</source>
   <translation>{ms} ms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/absent.py"></location>
   <source>Nobody is there to approve it.</source>
   <translation>Es ist niemand da, der es genehmigen kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/applications.py"></location>
   <source>It holds for this run.</source>
   <translation>Ihre Antwort gilt für diesen Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/authorize.py"></location>
   <source>; then </source>
   <translation>; dann </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/authorize.py"></location>
   <source>A rule refuses the action as the person changed it</source>
   <translation>Eine Regel lehnt die von der Person geänderte Aktion ab</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/authorize.py"></location>
   <source>A rule refuses this</source>
   <translation>Eine Regel lehnt dies ab</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/authorize.py"></location>
   <source>The person changed this before allowing it: {words}. Done was: {done}.</source>
   <translation>The person changed this before allowing it: {words}. Done was: {done}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/authorize.py"></location>
   <source>“{name}” is to run unasked by your settings: from now on it does, until its entry there changes.</source>
   <translation>„{name}“ soll laut Ihren Einstellungen ohne Nachfrage laufen: Das gilt ab jetzt, bis sich der Eintrag dort ändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/effects.py"></location>
   <source>Nothing visible changed on the screen after this text was typed: it may have gone nowhere.</source>
   <translation>Nachdem dieser Text eingegeben wurde, hat sich auf dem Bildschirm nichts sichtbar verändert: Er ist vielleicht nirgends angekommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/effects.py"></location>
   <source>Nothing visible changed on the screen after this. Copying, for one, shows nothing; else it had no effect.</source>
   <translation>Danach hat sich auf dem Bildschirm nichts sichtbar verändert. Kopieren etwa zeigt nichts; sonst blieb die Aktion ohne Wirkung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/effects.py"></location>
   <source>The window that this text went to closed while it was typed: a space or a line break in it may have pressed a button there, and the rest may have gone nowhere.</source>
   <translation>Das Fenster, in das dieser Text ging, hat sich während der Eingabe geschlossen: Ein Leerzeichen oder ein Zeilenumbruch darin hat dort vielleicht eine Schaltfläche gedrückt, und der Rest ist vielleicht nirgends angekommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/ending.py"></location>
   <source>The last step was not done, and the model went no further.</source>
   <translation>Der letzte Schritt wurde nicht ausgeführt, und das Modell hat nicht weitergemacht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/ending.py"></location>
   <source>The model only talked and called nothing, so nothing was done: not every model can work a computer.</source>
   <translation>Das Modell hat nur geredet und nichts aufgerufen, also ist nichts getan worden: Nicht jedes Modell kann einen Computer bedienen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/ending.py"></location>
   <source>This run has done nothing on the computer.</source>
   <translation>Dieser Lauf hat am Computer nichts getan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>Another window took the keyboard after the click, so the text was not typed</source>
   <translation>Nach dem Klick hat ein anderes Fenster den Fokus erhalten, daher wurde der Text nicht eingegeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>Broken off: the person took the mouse and keyboard.</source>
   <translation>Abgebrochen: Sie haben Maus und Tastatur übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>Stopped before its end.</source>
   <translation>Vor dem Ende angehalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>The function “{name}” answered: {shown}</source>
   <translation>Die Funktion „{name}“ hat geantwortet: {shown}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>The screen changed after you were last asked, so nothing was done and you are asked again.</source>
   <translation>Der Bildschirm hat sich seit der letzten Frage an Sie verändert; daher wurde nichts ausgeführt, und Sie werden erneut gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>The screen keeps changing at this place while the model answers.</source>
   <translation>Der Bildschirm verändert sich an dieser Stelle ständig, während das Modell antwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>This could not be done: {words}.</source>
   <translation>Das konnte nicht ausgeführt werden: {words}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>This was not done: {words}. {why}.</source>
   <translation>Das wurde nicht ausgeführt: {words}. {why}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>taken over</source>
   <translation>taken over</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/execute.py"></location>
   <source>{why}: {words}. Look at the new picture and decide again.</source>
   <translation>{why}: {words}. Sehen Sie sich das neue Bild an, und entscheiden Sie neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>No progress: five answers in a row called for nothing but tools that do not exist here.</source>
   <translation>Kein Fortschritt: Fünf Antworten in Folge verlangten nur Werkzeuge, die es hier nicht gibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>Nobody has answered.</source>
   <translation>Niemand hat geantwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>Nobody was there to be asked; with {flags} more would have been done.</source>
   <translation>Es war niemand da, der gefragt werden konnte; mit {flags} wäre mehr erledigt worden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>Nothing was done again; the server is faulty.</source>
   <translation>Nichts wurde ein zweites Mal ausgeführt; der Server arbeitet fehlerhaft.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>Nothing was done: look at the new picture and decide again.</source>
   <translation>Nichts wurde ausgeführt: Sehen Sie sich das neue Bild an, und entscheiden Sie neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>Something went wrong inside the program ({error}). Run it with --debug.</source>
   <translation>Im Programm ist ein Fehler aufgetreten ({error}). Starten Sie es mit --debug.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>Stopped by the person.</source>
   <translation>Von Ihnen angehalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The model asks, and nobody is there to answer: say it in the task, or run it where you can be asked.</source>
   <translation>Das Modell fragt, und niemand ist da, um zu antworten: Schreiben Sie es in die Aufgabe, oder starten Sie den Lauf dort, wo Sie gefragt werden können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The model looks again.</source>
   <translation>Das Modell sieht noch einmal hin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The network was gone for a while, and the screen has changed meanwhile.</source>
   <translation>Das Netz war eine Zeit lang nicht erreichbar, und der Bildschirm hat sich inzwischen verändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The picture now shows {shows}, at {width}x{height}.</source>
   <translation>Das Bild zeigt jetzt {shows}, in {width}x{height}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The screen changed while the network was gone.</source>
   <translation>Der Bildschirm hat sich verändert, während das Netz nicht erreichbar war.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The server gave an answer for the second time.</source>
   <translation>Der Server hat eine Antwort zum zweiten Mal gegeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>The task ended before the model could be told this.</source>
   <translation>Die Aufgabe endete, bevor das Modell dies erfahren konnte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>the network was gone</source>
   <translation>das Netz nicht erreichbar war</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/loop.py"></location>
   <source>the person was asked</source>
   <translation>die Person gefragt wurde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/machine.py"></location>
   <source>A run that is {state} cannot go on with “{step}”.</source>
   <translation>Ein Lauf im Zustand {state} kann nicht mit „{step}“ weitergehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/memory.py"></location>
   <source>{named}: not asked about any more. Settings take that back.</source>
   <translation>{named}: Danach wird nicht mehr gefragt. In den Einstellungen können Sie das zurücknehmen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/memory.py"></location>
   <source>“{control}” ({act}) in {program}</source>
   <translation>„{control}“ ({act}) in {program}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/outgoing.py"></location>
   <source>The answer could not be read.</source>
   <translation>Die Antwort war nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/outgoing.py"></location>
   <source>The question could not be put.</source>
   <translation>Die Frage konnte nicht gestellt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>Paused for ten minutes, and nobody let it go on.</source>
   <translation>Zehn Minuten lang pausiert, und niemand hat den Lauf fortgesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>Somebody else changed files of the program that you work through, so it waited for the person, and what you had asked for after that was not done. The screen may have changed: look at the new picture and go on from there.</source>
   <translation>Jemand anderes hat Dateien des Programms geändert, über das gearbeitet wird. Daher hat es auf die Person gewartet, und was danach noch verlangt war, wurde nicht ausgeführt. Der Bildschirm kann sich verändert haben: Sehen Sie sich das neue Bild an, und machen Sie von dort aus weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>The person took the mouse and keyboard for a while, after all that you had asked for was carried out. The screen may have changed: look at the new picture and go on from there.</source>
   <translation>The person took the mouse and keyboard for a while, after all that you had asked for was carried out. The screen may have changed: look at the new picture and go on from there.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>The person took the mouse and keyboard for a while, and what you had asked for after that was not done. The screen may have changed: look at the new picture and go on from there.</source>
   <translation>Die Person hat Maus und Tastatur eine Zeit lang übernommen, und was danach noch verlangt war, wurde nicht ausgeführt. Der Bildschirm kann sich verändert haben: Sehen Sie sich das neue Bild an, und machen Sie von dort aus weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>The screen was locked.</source>
   <translation>Der Bildschirm wurde gesperrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>You are using the computer.</source>
   <translation>Sie benutzen gerade den Computer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>You moved the mouse.</source>
   <translation>Sie haben die Maus bewegt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>You pressed a key.</source>
   <translation>Sie haben eine Taste gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>You pressed a mouse button.</source>
   <translation>Sie haben eine Maustaste gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>You pressed the pause key. Pressed again within two seconds, it stops the run.</source>
   <translation>Sie haben die Pause-Taste gedrückt. Drücken Sie sie innerhalb von zwei Sekunden noch einmal, wird der Lauf angehalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/pause.py"></location>
   <source>You touched the mouse or the keyboard.</source>
   <translation>Sie haben Maus oder Tastatur berührt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source> Answer: {reply}</source>
   <translation> Antwort: {reply}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>A person has to be asked about this, and nothing may be held meanwhile: what was held was let go</source>
   <translation>Hierzu muss eine Person gefragt werden, und dabei darf nichts gedrückt sein: Was gehalten wurde, wurde losgelassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>Ask for it as one drag</source>
   <translation>Fordern Sie es als ein einziges Ziehen an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>Ask for it without holding</source>
   <translation>Fordern Sie es an, ohne etwas gedrückt zu halten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>The change could not be taken.</source>
   <translation>Die Änderung konnte nicht übernommen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>The person has just pressed this themselves, so it was not pressed again</source>
   <translation>Die Person hat dies gerade selbst gedrückt, daher wurde es nicht noch einmal gedrückt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>This was refused {who}, do not try it again: {what}.{why}</source>
   <translation>Dies wurde {who} abgelehnt, versuchen Sie es nicht noch einmal: {what}.{why}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>You took over.</source>
   <translation>Sie haben übernommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>by the person in charge</source>
   <translation>von der verantwortlichen Person</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>without a person's word</source>
   <translation>ohne Zutun einer Person</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/prompt.py"></location>
   <source>{let_go_first}, and this was not done: {words}. {other}.</source>
   <translation>{let_go_first}, und dies wurde nicht ausgeführt: {words}. {other}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/screen_check.py"></location>
   <source>A button of the mouse is down: move what is dragged, and release it, before anything else</source>
   <translation>Eine Maustaste ist gedrückt: Bewegen Sie, was gezogen wird, und lassen Sie es los, bevor etwas anderes geschieht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/screen_check.py"></location>
   <source>The screen changed there after the last picture, so nothing was done</source>
   <translation>Der Bildschirm hat sich dort nach dem letzten Bild verändert, daher wurde nichts ausgeführt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/session.py"></location>
   <source>Stopped by the person: {how}.</source>
   <translation>Von Ihnen angehalten: {how}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/session.py"></location>
   <source>the run left no outcome</source>
   <translation>der Lauf hat kein Ergebnis hinterlassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/stream.py"></location>
   <source>Mend the listener, then start again.</source>
   <translation>Beheben Sie den Fehler im Empfänger, und starten Sie dann neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/stream.py"></location>
   <source>What listens to the events failed ({error}), so nobody may be seeing what is done.</source>
   <translation>Ein Empfänger der Ereignisse ist ausgefallen ({error}), daher sieht womöglich niemand, was geschieht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>Done before that: {done}.</source>
   <translation>Done before that: {done}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>No progress: the same step came five times, and the screen did not change.</source>
   <translation>Kein Fortschritt: Derselbe Schritt kam fünfmal, und der Bildschirm hat sich nicht verändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>The model asks for the same step for the fourth time, and the screen does not change.</source>
   <translation>Das Modell verlangt denselben Schritt zum vierten Mal, und der Bildschirm verändert sich nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>The person has said something more, so the task is not over.</source>
   <translation>Die Person hat noch etwas gesagt, also ist die Aufgabe nicht zu Ende.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>The rehearsal is over: the model repeats itself.</source>
   <translation>Die Probe ist beendet: Das Modell wiederholt sich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>This action was not done: {reason}</source>
   <translation>Diese Aktion wurde nicht ausgeführt: {reason}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>This is a rehearsal: the action was shown to the person and not carried out.</source>
   <translation>This is a rehearsal: the action was shown to the person and not carried out.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>This was not carried out, because something before it was not.</source>
   <translation>This was not carried out, because something before it was not.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>What was asked for after that was not carried out.</source>
   <translation>What was asked for after that was not carried out.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>What was held was let go while {meanwhile}.</source>
   <translation>Was gehalten wurde, wurde losgelassen, während {meanwhile}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/run/turn.py"></location>
   <source>{most_refusals} steps in a row were refused.</source>
   <translation>{most_refusals} Schritte in Folge wurden abgelehnt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source> and {part} more</source>
   <translation> und {part} weitere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source> with what belongs to it</source>
   <translation> mit dem, was dazugehört</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>A viewport of {width}x{height} does not fit: what is captured has {width2}x{height2} pixels.</source>
   <translation>Eine Bildgröße von {width}x{height} passt nicht: Der aufgenommene Bereich hat {width2}x{height2} Pixel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Bring it to the screen first.</source>
   <translation>Holen Sie es zuerst auf den Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Choose a size up to {width}x{height}, or leave it out.</source>
   <translation>Wählen Sie eine Größe bis {width}x{height}, oder lassen Sie die Angabe weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Give it as X,Y,WIDTH,HEIGHT in desktop coordinates.</source>
   <translation>Geben Sie ihn als X,Y,WIDTH,HEIGHT (links, oben, Breite, Höhe) in Koordinaten des Desktops an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Give more of the title, or the number.</source>
   <translation>Geben Sie mehr vom Titel an, oder die Nummer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>No window has a title.</source>
   <translation>Kein Fenster hat einen Titel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>No window has “{title}” in its title.</source>
   <translation>Kein Fenster hat „{title}“ im Titel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Put them back, or start again with what is there now.</source>
   <translation>Stellen Sie die vorige Anordnung wieder her, oder starten Sie mit der jetzigen neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Switch a monitor on, or start a display that has one.</source>
   <translation>Schalten Sie einen Monitor ein, oder starten Sie ein Display, das einen hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The display has no monitor.</source>
   <translation>Das Display hat keinen Monitor.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The keyboard is not in {name}, which this run is bound to: a click into it brings it there</source>
   <translation>Der Fokus liegt nicht in {name}, dem Fenster, an das dieser Lauf gebunden ist: Ein Klick hinein holt ihn dorthin</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The monitors have changed since the picture was taken.</source>
   <translation>Die Monitore haben sich seit der Aufnahme des Bildes geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The monitors have changed.</source>
   <translation>Die Monitore haben sich geändert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The region {region} is not on the desktop, which is {box}.</source>
   <translation>Der Bereich {region} liegt nicht auf dem Desktop, der {box} umfasst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The window that has the keyboard is outside of the picture: a click into the one that is meant brings it there</source>
   <translation>Das Fenster mit dem Fokus liegt außerhalb des Bildes: Ein Klick in das gemeinte Fenster gibt diesem den Fokus</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The window was moved or resized, or is gone, since the picture was taken.</source>
   <translation>Das Fenster wurde seit der Aufnahme des Bildes verschoben oder in der Größe geändert, oder es ist nicht mehr da.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The window {name} is minimised or hidden.</source>
   <translation>Das Fenster {name} ist minimiert oder verborgen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The window {name} is not on the screen.</source>
   <translation>Das Fenster {name} ist nicht auf dem Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The window {name}, which this run is bound to, is covered or ends at that place</source>
   <translation>Das Fenster {name}, an das dieser Lauf gebunden ist, ist an dieser Stelle verdeckt oder reicht nicht so weit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>The window {name}, which this run is bound to, {how}</source>
   <translation>Das Fenster {name}, an das dieser Lauf gebunden ist, {how}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>There are: {windows}.</source>
   <translation>Vorhanden sind: {windows}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>There is no monitor {n}: this desktop has {have}.</source>
   <translation>Es gibt keinen Monitor {n}: Dieser Desktop hat {have}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>Use one of these, or 0 for all.</source>
   <translation>Verwenden Sie einen davon, oder 0 für alle.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>is closed</source>
   <translation>ist geschlossen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>is minimised or hidden</source>
   <translation>ist minimiert oder verborgen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>monitor {n} of {monitors}</source>
   <translation>Monitor {n} von {monitors}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>monitors 1 to {monitors}</source>
   <translation>die Monitore 1 bis {monitors}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>only monitor 1</source>
   <translation>nur Monitor 1</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>the window {name}</source>
   <translation>das Fenster {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>where the window {name} was, which is not shown any more</source>
   <translation>die Stelle, an der das Fenster {name} war, das nicht mehr zu sehen ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/aim.py"></location>
   <source>{meant} windows have “{title}” in their title: {meant2}.</source>
   <translation>{meant} Fenster haben „{title}“ im Titel: {meant2}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/choose.py"></location>
   <source> or </source>
   <translation> oder </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/choose.py"></location>
   <source>A library does not load: {error}.</source>
   <translation>Eine Bibliothek lässt sich nicht laden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/choose.py"></location>
   <source>Choose {captures}.</source>
   <translation>Wählen Sie {captures}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/choose.py"></location>
   <source>Use sway or an X11 session, or hide parts of the screen instead (privacy.regions).</source>
   <translation>Benutzen Sie sway oder eine X11-Sitzung, oder verbergen Sie stattdessen Teile des Bildschirms (privacy.regions).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/choose.py"></location>
   <source>Your settings hide windows from pictures (privacy.windows), but where windows are is not told here.</source>
   <translation>Ihre Einstellungen verbergen Fenster in Bildern (privacy.windows), aber wo Fenster sind, wird hier nicht mitgeteilt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/choose.py"></location>
   <source>{forced_by} names “{forced}”, which is no backend.</source>
   <translation>{forced_by} nennt „{forced}“; das ist kein Aufnahmeverfahren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/encode.py"></location>
   <source>Choose {media_types}.</source>
   <translation>Möglich sind: {media_types}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/encode.py"></location>
   <source>Pictures of the kind “{media_type}” are not made.</source>
   <translation>Bilder der Art „{media_type}“ werden nicht erzeugt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/encode.py"></location>
   <source>The picture could not be encoded.</source>
   <translation>Das Bild konnte nicht codiert werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/encode.py"></location>
   <source>Try again; restart the program if it stays.</source>
   <translation>Versuchen Sie es erneut; starten Sie das Programm neu, wenn der Fehler bleibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/entries.py"></location>
   <source>directory pane</source>
   <translation>directory pane</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/entries.py"></location>
   <source>file chooser</source>
   <translation>file chooser</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/private.py"></location>
   <source>The keyboard is in a window that is hidden from you: a click into the one that is meant brings it there</source>
   <translation>Die Tastatur ist in einem Fenster, das vor Ihnen verborgen ist: Ein Klick in das gemeinte bringt sie dorthin</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/private.py"></location>
   <source>This part of the screen is hidden from you, so nothing may be done there</source>
   <translation>Dieser Teil des Bildschirms ist vor Ihnen verborgen, daher darf dort nichts getan werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/surroundings.py"></location>
   <source>popup menu</source>
   <translation>popup menu</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/screen/window.py"></location>
   <source>Where windows are is not told in this session: rules for single applications do not hold, and you are asked more.</source>
   <translation>Wo Fenster sind, wird in dieser Sitzung nicht gesagt: Regeln für einzelne Anwendungen gelten nicht, und Sie werden öfter gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/answers.py"></location>
   <source># Applications that are let in for always. Taken back in Settings, or by deleting an entry here.
</source>
   <translation># Applications that are let in for always. Taken back in Settings, or by deleting an entry here.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/answers.py"></location>
   <source># Buttons that a run may always press. Taken back in Settings, or by deleting an entry here.
</source>
   <translation># Buttons that a run may always press. Taken back in Settings, or by deleting an entry here.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/answers.py"></location>
   <source>The reach is one of {reaches}.</source>
   <translation>Für reach ist möglich: {reaches}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/answers.py"></location>
   <source>an answer with program, window, role, control and act</source>
   <translation>eine Antwort mit program, window, role, control und act</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/answers.py"></location>
   <source>an application with program, site and reach</source>
   <translation>ein Programm mit program, site und reach</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Delete that file, and enter the key again.</source>
   <translation>Löschen Sie diese Datei, und geben Sie den Schlüssel erneut ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Make its folder yours.</source>
   <translation>Machen Sie sich zum Eigentümer des Ordners der Datei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Others can open {path}, which holds keys.</source>
   <translation>Andere können {path} öffnen; die Datei enthält Schlüssel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Set the provider's environment variable instead.</source>
   <translation>Setzen Sie stattdessen die Umgebungsvariable des Anbieters.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Take that away: chmod 600 {path}</source>
   <translation>Entziehen Sie ihnen das Recht: chmod 600 {path}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>The keys in {path} cannot be read.</source>
   <translation>Die Schlüssel in {path} sind nicht lesbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>The system's keyring cannot be used ({kind}).</source>
   <translation>Der Schlüsselbund des Systems kann nicht verwendet werden ({kind}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>The system's keyring did not answer within {wait_s} s.</source>
   <translation>Der Schlüsselbund des Systems hat nicht innerhalb von {wait_s} s geantwortet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>The system's keyring is locked, and stayed so.</source>
   <translation>Der Schlüsselbund des Systems ist gesperrt und blieb es auch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>The system's keyring is locked.</source>
   <translation>Der Schlüsselbund des Systems ist gesperrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>This computer has no keyring that keeps a key safe.</source>
   <translation>Dieser Computer hat keinen Schlüsselbund, der einen Schlüssel sicher aufbewahrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Unlock it, or: {variable}</source>
   <translation>Entsperren Sie ihn, oder: {variable}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>Unlock it.</source>
   <translation>Entsperren Sie ihn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>the system's keyring</source>
   <translation>dem Schlüsselbund des Systems</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/api_keys.py"></location>
   <source>{path} cannot be written: {strerror}.</source>
   <translation>{path} kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/autostart.py"></location>
   <source>Ask who manages it.</source>
   <translation>Fragen Sie Ihre Systemverwaltung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/autostart.py"></location>
   <source>Disabled</source>
   <translation>Disabled</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/autostart.py"></location>
   <source>Exec</source>
   <translation>Exec</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/autostart.py"></location>
   <source>Library</source>
   <translation>Library</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/autostart.py"></location>
   <source>The registry cannot be written: {strerror}.</source>
   <translation>In die Registrierung kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>It must be {words}</source>
   <translation>Erforderlich ist {words}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>Known are {words}.</source>
   <translation>Bekannt sind {words}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a number</source>
   <translation>eine Zahl</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a valid </source>
   <translation>a valid </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a valid boolean(, [a-z ]*)?</source>
   <translation>a valid boolean(, [a-z ]*)?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a valid integer(, [a-z ]*)?</source>
   <translation>a valid integer(, [a-z ]*)?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a valid number(, [a-z ]*)?</source>
   <translation>a valid number(, [a-z ]*)?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a valid string</source>
   <translation>a valid string</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>a whole number</source>
   <translation>eine ganze Zahl</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>greater than </source>
   <translation>greater than </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>more than </source>
   <translation>mehr als </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>true or false</source>
   <translation>true oder false</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/complaint.py"></location>
   <source>user names and passwords never stand in an address; keys come from the environment</source>
   <translation>Benutzernamen und Passwörter stehen nie in einer Adresse; Schlüssel kommen aus der Umgebung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/desktop_entry.py"></location>
   <source>Desktop Agent</source>
   <translation>Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/desktop_entry.py"></location>
   <source>Desktop Entry</source>
   <translation>Desktop Entry</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>Change that line by hand in an editor.</source>
   <translation>Ändern Sie diese Zeile von Hand in einem Editor.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>It must be a readable UTF-8 text file.</source>
   <translation>Es muss eine lesbare Textdatei in UTF-8 sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>The file holds no list of rules.</source>
   <translation>Die Datei enthält keine Liste von Regeln.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>What stands there is no section.</source>
   <translation>Was dort steht, ist kein Abschnitt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>Write it as SECTION.KEY, for example run.max_steps.</source>
   <translation>Schreiben Sie sie in der Form SECTION.KEY, zum Beispiel run.max_steps.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>{file} cannot be read: {error}.</source>
   <translation>{file} kann nicht gelesen werden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>{file} was not changed: it is written in a way that only a person can edit.</source>
   <translation>{file} wurde nicht geändert: Die Datei ist so geschrieben, dass nur ein Mensch sie bearbeiten kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>{file} was not changed: {error}.</source>
   <translation>{file} wurde nicht geändert: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>“desktop-agent providers login NAME” keeps a key in the keyring; so does Settings.</source>
   <translation>„desktop-agent providers login NAME“ bewahrt einen Schlüssel im Schlüsselbund auf; die Einstellungen können das auch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>“{key}” is no setting.</source>
   <translation>„{key}“ ist keine Einstellung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/edit.py"></location>
   <source>“{key}” was not written: keys and passwords never stand in the settings file.</source>
   <translation>„{key}“ wurde nicht geschrieben: Schlüssel und Passwörter stehen nie in der Einstellungsdatei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>It must be an ordinary file of less than 1 MB.</source>
   <translation>Es muss eine gewöhnliche Datei mit weniger als 1 MB sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>Make it readable, or delete it.</source>
   <translation>Machen Sie die Datei lesbar, oder löschen Sie sie.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>Make its folder writable, or answer for this run.</source>
   <translation>Machen Sie den Ordner der Datei beschreibbar, oder antworten Sie nur für diesen Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>Mend that entry, or delete it: you are asked again then.</source>
   <translation>Berichtigen Sie den Eintrag, oder löschen Sie ihn: Dann werden Sie wieder gefragt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>Others may write to {path}.</source>
   <translation>Andere dürfen in {path} schreiben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>{path} cannot be read: {error}.</source>
   <translation>{path} kann nicht gelesen werden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>{path} cannot be read: {strerror}.</source>
   <translation>{path} kann nicht gelesen werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>{path} holds more than [[{table}]] entries.</source>
   <translation>{path} enthält mehr als [[{table}]]-Einträge.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>{path} is no list of </source>
   <translation>{path} ist keine Liste von </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/entry_file.py"></location>
   <source>{path}: entry {number} is not {whole}.</source>
   <translation>{path}: Eintrag {number} ist ungültig; erwartet wird {whole}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source> at {where}</source>
   <translation> bei {where}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>({name}) must be a property of “parameters” that is listed as required</source>
   <translation>({name}) muss eine Eigenschaft von „parameters“ sein, die als erforderlich aufgeführt ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>a placeholder stands for a whole argument; “{argument}” holds more than ({name})</source>
   <translation>ein Platzhalter steht für ein ganzes Argument; „{argument}“ enthält mehr als ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>it is no JSON schema</source>
   <translation>es ist kein JSON-Schema</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>patternProperties are not taken; name the properties</source>
   <translation>patternProperties wird nicht unterstützt; nennen Sie die Eigenschaften</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>say what runs: either “command” or “python”</source>
   <translation>geben Sie an, was läuft: entweder „command“ oder „python“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the pattern {pattern} cannot be read</source>
   <translation>das Muster {pattern} ist nicht lesbar</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the program itself must be named; only arguments can be placeholders</source>
   <translation>das Programm selbst muss genannt sein; nur Argumente können Platzhalter sein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the program offers a function of that name itself</source>
   <translation>das Programm bietet selbst eine Funktion dieses Namens an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the reference {place} leads nowhere</source>
   <translation>der Verweis {place} führt ins Leere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the schema has more than {largest_schema} characters</source>
   <translation>das Schema hat mehr als {largest_schema} Zeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the schema holds something that JSON does not have, or is nested too deeply</source>
   <translation>das Schema enthält etwas, das es in JSON nicht gibt, oder ist zu tief verschachtelt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>the text is not JSON</source>
   <translation>der Text ist kein JSON</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>types are string, number, integer, boolean, array, object and null</source>
   <translation>Typen sind string, number, integer, boolean, array, object und null</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>use letters, digits, “_” and “-”, 64 of them at most</source>
   <translation>verwenden Sie Buchstaben, Ziffern, „_“ und „-“, höchstens 64 Zeichen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>write an absolute folder, or one that begins with ~</source>
   <translation>schreiben Sie einen absoluten Ordner, oder einen, der mit ~ beginnt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>write it as a list of texts, for example {example}</source>
   <translation>schreiben Sie es als Liste von Texten, zum Beispiel {example}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>write it as package.module:function</source>
   <translation>schreiben Sie es als package.module:function</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>write the names of variables, for example ["LANG", "DISPLAY"]</source>
   <translation>schreiben Sie die Namen von Variablen, zum Beispiel ["LANG", "DISPLAY"]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>{instance} is no type; {types}</source>
   <translation>{instance} ist kein Typ; {types}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>{name} may only point into the schema itself, not to {str}</source>
   <translation>{name} darf nur in das Schema selbst verweisen, nicht auf {str}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/functions.py"></location>
   <source>{one} is called like a secret, and those are given to no function</source>
   <translation>{one} heißt wie ein Geheimnis, und Geheimnisse erhält keine Funktion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source> cannot be taken</source>
   <translation> kann nicht übernommen werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source> cannot be {value}</source>
   <translation> kann nicht {value} sein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source> is not complete</source>
   <translation> ist unvollständig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>At most {most} are taken.</source>
   <translation>Höchstens {most} sind möglich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>Rename one of them.</source>
   <translation>Ändern Sie einen der Namen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>Write each as a [[{key}]] table.</source>
   <translation>Schreiben Sie jede als Tabelle [[{key}]].</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>s are called “{name}”.</source>
   <translation>s heißen „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>{number}: a {noun} has no “{key}”.</source>
   <translation>{number}: „{key}“ gibt es hier nicht ({noun}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>{number}: the {noun}'s “{key}”{shown}.</source>
   <translation>{number}: „{key}“ ({noun}){shown}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>{number}: two </source>
   <translation>{number}: zwei </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>{where}: there are {tables} </source>
   <translation>{where}: Es gibt {tables} </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/listed.py"></location>
   <source>{where}: “{key}” is no list of </source>
   <translation>{where}: „{key}“ ist keine Liste von </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>Give --mode {value} on the command line, for one run at a time.</source>
   <translation>Geben Sie --mode {value} auf der Befehlszeile an, jeweils für einen Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>Mend that line, or delete the file.</source>
   <translation>Berichtigen Sie diese Zeile, oder löschen Sie die Datei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>Put it under a section such as [provider], [screen], [run] or [caps].</source>
   <translation>Setzen Sie es unter einen Abschnitt wie [provider], [screen], [run] oder [caps].</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>environment variable {name}</source>
   <translation>Umgebungsvariable {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>{file} is not a config file.</source>
   <translation>{file} ist keine Einstellungsdatei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>{file}, line {text}: “{section}” stands outside a section.</source>
   <translation>{file}, Zeile {text}: „{section}“ steht außerhalb eines Abschnitts.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>{where}: the mode “{value}” cannot be a standing setting.</source>
   <translation>{where}: Der Modus „{value}“ lässt sich nicht dauerhaft einstellen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>{where}: there is no setting “{key}”.</source>
   <translation>{where}: Eine Einstellung „{key}“ gibt es nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/load.py"></location>
   <source>{where}: {key} cannot be {value}.</source>
   <translation>{where}: {key} kann nicht {value} sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source> and no </source>
   <translation> und kein </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Add what is missing, or begin with one of ours: desktop-agent config set providers.{name}.like openai.</source>
   <translation>Ergänzen Sie, was fehlt, oder beginnen Sie mit einem eingebauten Anbieter: desktop-agent config set providers.{name}.like openai.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>At most {most_providers}.</source>
   <translation>Höchstens {most_providers}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Give both price_read and price_written, in USD per million tokens.</source>
   <translation>Geben Sie sowohl price_read als auch price_written an, in USD pro Million Token.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Give the variable's name, such as MINE_API_KEY; the key itself never stands in this file.</source>
   <translation>Geben Sie den Namen der Variablen an, etwa MINE_API_KEY; der Schlüssel selbst steht nie in dieser Datei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Give yours a name of its own.</source>
   <translation>Geben Sie Ihrem Anbieter einen eigenen Namen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>It is an address such as https://host/v1.</source>
   <translation>Gemeint ist eine Adresse wie https://host/v1.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Keys never stand in this file: “desktop-agent providers login {name}” keeps one in the keyring.</source>
   <translation>Schlüssel stehen nie in dieser Datei: „desktop-agent providers login {name}“ bewahrt einen im Schlüsselbund auf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Use small letters, digits, “-” and “_”, at most 40.</source>
   <translation>Verwenden Sie Kleinbuchstaben, Ziffern, „-“ und „_“, höchstens 40 Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>Write each as [providers.NAME].</source>
   <translation>Schreiben Sie jeden als [providers.NAME].</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: a provider has no “{key}”.</source>
   <translation>{name}: Ein Anbieter hat kein „{key}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: half a price.</source>
   <translation>{name}: Der Preis ist unvollständig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: the provider “{name2}” has no {missing}.</source>
   <translation>{name}: Der Anbieter „{name2}“ hat kein {missing}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: this cannot be the name of an environment variable.</source>
   <translation>{name}: So kann eine Umgebungsvariable nicht heißen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: {key} cannot be {shown}.</source>
   <translation>{name}: {key} kann nicht {shown} sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: “{name2}” cannot be the name of a provider.</source>
   <translation>{name}: „{name2}“ kann nicht der Name eines Anbieters sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{name}: “{name2}” is one of ours and cannot be like another.</source>
   <translation>{name}: „{name2}“ ist ein eingebauter Anbieter und kann nicht auf einem anderen beruhen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{where}: there are {tables} providers.</source>
   <translation>{where}: Es gibt {tables} Anbieter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/providers.py"></location>
   <source>{where}: “providers” holds something that is no provider.</source>
   <translation>{where}: „providers“ enthält etwas, das kein Anbieter ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>a time of day needs both “from” and “to”</source>
   <translation>für eine Tageszeit sind sowohl „from“ als auch „to“ nötig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>it is too large</source>
   <translation>es ist zu groß</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>rule {part}</source>
   <translation>Regel {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>the pattern cannot be read: {part}</source>
   <translation>das Muster ist nicht lesbar: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>there is no action “{one}”.</source>
   <translation>eine Aktion „{one}“ gibt es nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>write it as HH:MM in local time, for example 22:30</source>
   <translation>schreiben Sie es als HH:MM in Ortszeit, zum Beispiel 22:30</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/rules.py"></location>
   <source>write one text, or a list of texts that are not empty</source>
   <translation>schreiben Sie einen Text, oder eine Liste von Texten, die nicht leer sind</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/saved.py"></location>
   <source>Your yes to “{name}” could not be kept: {error}. It holds for this run.</source>
   <translation>Ihre Zustimmung zu „{name}“ konnte nicht gespeichert werden: {error}. Sie gilt für diesen Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source># Which secrets there are, and where each belongs; what they are is in the system's keyring.
</source>
   <translation># Which secrets there are, and where each belongs; what they are is in the system's keyring.
</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>A secret cannot be for a whole browser: any page could ask for it.</source>
   <translation>Ein Geheimnis kann nicht für einen ganzen Browser sein: Jede Seite könnte danach fragen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>A secret is kept in the system's keyring and nowhere else.</source>
   <translation>Ein Geheimnis wird im Schlüsselbund des Systems aufbewahrt und nirgends sonst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Enter it as it is to be typed.</source>
   <translation>Geben Sie es so ein, wie es getippt werden soll.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Give the site, such as example.org.</source>
   <translation>Geben Sie die Website an, etwa example.org.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>It must be one line of up to {longest} characters that can be typed.</source>
   <translation>Es muss eine Zeile von bis zu {longest} Zeichen sein, die getippt werden können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Keep it again: desktop-agent secrets set {name}</source>
   <translation>Bewahren Sie es noch einmal auf: desktop-agent secrets set {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Keep it first: desktop-agent secrets set {unknown} --for PLACE</source>
   <translation>Bewahren Sie es zuerst auf: desktop-agent secrets set {unknown} --for ORT</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Text of the form {form} stands for a secret that you never see. To enter it, click its field, then type that text exactly as it stands; the program puts in the secret. These can be typed: {places}.</source>
   <translation>Text of the form {form} stands for a secret that you never see. To enter it, click its field, then type that text exactly as it stands; the program puts in the secret. These can be typed: {places}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>The keyring has no secret “{name}”.</source>
   <translation>Der Schlüsselbund hat kein Geheimnis „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>The secret “{name}” cannot be read.</source>
   <translation>Das Geheimnis „{name}“ kann nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>The task names the secret “{unknown}”, and there is none.</source>
   <translation>Die Aufgabe nennt das Geheimnis „{unknown}“, und es gibt keines.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>There is no secret to keep.</source>
   <translation>Es gibt kein Geheimnis aufzubewahren.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>This cannot be kept as a secret.</source>
   <translation>Dies kann nicht als Geheimnis aufbewahrt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Use up to 64 letters, digits, dots, - and _.</source>
   <translation>Nehmen Sie bis zu 64 Buchstaben, Ziffern, Punkte, - und _.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>Write a program such as keepassxc or /usr/bin/claws-mail, or a site such as example.org.</source>
   <translation>Schreiben Sie ein Programm wie keepassxc oder /usr/bin/claws-mail oder eine Website wie example.org.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>a secret with its name, and a program or a site</source>
   <translation>ein Geheimnis mit seinem Namen und einem Programm oder einer Website</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>desktop-agent secrets</source>
   <translation>desktop-agent secrets</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>{form} at {place}</source>
   <translation>{form} at {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>“{name}” cannot be the name of a secret.</source>
   <translation>„{name}“ kann nicht der Name eines Geheimnisses sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>“{written}” is no program and no site.</source>
   <translation>„{written}“ ist kein Programm und keine Website.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/secret_store.py"></location>
   <source>“{written}” is no site.</source>
   <translation>„{written}“ ist keine Website.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>A second one within two seconds always stops.</source>
   <translation>Ein zweiter Druck innerhalb von zwei Sekunden hält immer an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>After each run, have the server delete what it stored.</source>
   <translation>Der Server soll nach jedem Lauf löschen, was er gespeichert hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>All monitors together</source>
   <translation>Alle Monitore zusammen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Allow it; ask for sensitive ones</source>
   <translation>Erlauben; bei heiklen fragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>An action with a longer text is refused.</source>
   <translation>Eine Aktion mit einem längeren Text wird abgelehnt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Another server with the same API.</source>
   <translation>Ein anderer Server mit derselben API.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Answer within (seconds)</source>
   <translation>Antwort innerhalb von (Sekunden)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Applications</source>
   <translation>Programme</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Approve by</source>
   <translation>Genehmigen durch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Approve by keyboard</source>
   <translation>Per Tastatur genehmigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>As the desktop</source>
   <translation>Wie der Desktop</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>As the provider has it</source>
   <translation>Wie beim Anbieter vorgesehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Ask me always</source>
   <translation>Immer fragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Ask me where the card asks</source>
   <translation>Fragen, wo die Karte fragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>At most, whatever the server asks for.</source>
   <translation>Höchstens so lange, was auch immer der Server verlangt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Base URL</source>
   <translation>Basis-URL</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Beyond that the oldest are deleted. Empty: no limit.</source>
   <translation>Darüber hinaus werden die ältesten gelöscht. Leer: keine Grenze.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>By class or title, with * for anything: painted grey in every picture, with their menus and dialogs.</source>
   <translation>Nach Klasse oder Titel, * steht für alles: in jedem Bild grau übermalt, mit ihren Menüs und Dialogen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>By its name</source>
   <translation>Nach seinem Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Connect within (seconds)</source>
   <translation>Verbindung innerhalb von (Sekunden)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Context (tokens)</source>
   <translation>Kontext (Token)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Coordinates</source>
   <translation>Koordinaten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Delete the run's responses on the server afterwards.</source>
   <translation>Danach die Antworten des Laufs auf dem Server löschen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Digits are for VNC, RDP and screen readers.</source>
   <translation>Ziffern sind für VNC, RDP und Bildschirmleser gedacht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Draw the mouse pointer into the model's pictures.</source>
   <translation>Den Mauszeiger in die Bilder für das Modell einzeichnen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Empty: 300 for tasks from this window, 0 for those from a terminal.</source>
   <translation>Leer: 300 für Aufgaben aus diesem Fenster, 0 für Aufgaben aus einem Terminal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Empty: as large as fits into 1280x800.</source>
   <translation>Leer: so groß, wie es in 1280x800 passt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Empty: no limit.</source>
   <translation>Leer: keine Grenze.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Empty: the provider's default.</source>
   <translation>Leer: die Vorgabe des Anbieters.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>End after this many steps.  [200]</source>
   <translation>Nach so vielen Schritten beenden.  [200]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>End after this much time.  [60]</source>
   <translation>Nach so viel Zeit beenden.  [60]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>End when it has cost this much.</source>
   <translation>Beenden, wenn es so viel gekostet hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>English</source>
   <translation>Englisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Esc three times</source>
   <translation>Dreimal Esc</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Every run, without asking first; for example mousepad, files:~/Invoices.</source>
   <translation>Für jeden Lauf, ohne vorherige Nachfrage; zum Beispiel mousepad, files:~/Invoices.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Family of models</source>
   <translation>Modellfamilie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>For one request.</source>
   <translation>Für eine einzelne Anfrage.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>For whoever watches or films: the pointer glides, typing is paced.</source>
   <translation>Für alle, die zusehen oder filmen: Der Mauszeiger gleitet, getippt wird in gemessenem Tempo.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Forget afterwards</source>
   <translation>Danach vergessen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Hidden parts of the screen</source>
   <translation>Verborgene Teile des Bildschirms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Hidden windows</source>
   <translation>Verborgene Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>History kept by the server, or by this program.</source>
   <translation>Den Gesprächsverlauf führt der Server oder dieses Programm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>History on the server</source>
   <translation>Verlauf auf dem Server</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Holding these keys for 0.7 s approves once.</source>
   <translation>Wer diese Tasten 0,7 s lang gedrückt hält, genehmigt einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Hosts on a network you trust: anyone on it can read the traffic.</source>
   <translation>Hosts in einem Netzwerk, dem Sie vertrauen: Jeder dort kann den Datenverkehr mitlesen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>How the model gives positions.</source>
   <translation>Wie das Modell Positionen angibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>How the model wants to be spoken to, with --dialect functions.  [by its name]</source>
   <translation>Wie mit dem Modell zu sprechen ist, bei --dialect functions.  [nach seinem Namen]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>In a new application</source>
   <translation>In einem neuen Programm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>In the dialect of functions: how the model wants to be spoken to.</source>
   <translation>Im Dialekt der Funktionen: wie mit dem Modell zu sprechen ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>In the terminal</source>
   <translation>Im Terminal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Input library</source>
   <translation>Eingabe-Bibliothek</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Instructions</source>
   <translation>Anweisungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Instructions to add to every task.</source>
   <translation>Anweisungen, die zu jeder Aufgabe hinzukommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Its first press</source>
   <translation>Beim ersten Druck</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Its title or a part of it: nothing else is shown or touched. Empty: everything.</source>
   <translation>Titel des Fensters oder ein Teil davon: Nichts anderes wird gezeigt oder berührt. Leer: alles.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Keep pictures</source>
   <translation>Bilder aufbewahren</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Keep runs for (days)</source>
   <translation>Läufe behalten (Tage)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Keep runs up to (GB)</source>
   <translation>Läufe behalten bis (GB)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Keep the pictures of each run. Events are always kept.</source>
   <translation>Die Bilder jedes Laufs aufbewahren. Ereignisse werden immer aufbewahrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Keeps the screen as it moves, for films. Takes much space.</source>
   <translation>Behält den Bildschirm, wie er sich bewegt, für Filme. Braucht viel Platz.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Left, top, width and height in pixels each, with a semicolon between them.</source>
   <translation>Jeweils links, oben, Breite und Höhe in Pixeln, mit einem Semikolon dazwischen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Left, top, width and height in pixels. Empty: the whole monitor.</source>
   <translation>Links, oben, Breite und Höhe in Pixeln. Leer: der ganze Monitor.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Live picture</source>
   <translation>Live-Bild</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Longest scroll (pixels)</source>
   <translation>Größte Scrollweite (Pixel)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Longest text (characters)</source>
   <translation>Längster Text (Zeichen)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Longest wait (seconds)</source>
   <translation>Längste Wartezeit (Sekunden)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Lost network (minutes)</source>
   <translation>Netzwerkausfall (Minuten)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Maximum actions in one answer</source>
   <translation>Höchstzahl der Aktionen je Antwort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Maximum cost (USD)</source>
   <translation>Höchstkosten (USD)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Maximum minutes</source>
   <translation>Höchstdauer in Minuten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Maximum points in a drag</source>
   <translation>Höchstzahl der Punkte beim Ziehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Maximum steps</source>
   <translation>Höchstzahl der Schritte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>May work in</source>
   <translation>Arbeitsbereich</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Monitor</source>
   <translation>Monitor</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>No</source>
   <translation>Nein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Notifications</source>
   <translation>Benachrichtigungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Nowhere: every answer is no</source>
   <translation>Nirgends: jede Antwort ist Nein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Of this program's own windows, from now on.</source>
   <translation>Für die Fenster dieses Programms, ab sofort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Of windows and the terminal, from the next start on.</source>
   <translation>Der Fenster und des Terminals, ab dem nächsten Start.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Older ones are deleted. Empty: they stay.</source>
   <translation>Ältere werden gelöscht. Leer: Sie bleiben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>On</source>
   <translation>Ein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>On a card on the screen</source>
   <translation>Auf einer Karte am Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>On a card where one can be shown, else in the terminal</source>
   <translation>Auf einer Karte, wo eine gezeigt werden kann, sonst im Terminal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>One step is one answer of the model.</source>
   <translation>Ein Schritt ist eine Antwort des Modells.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>One window</source>
   <translation>Ein Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Only the window with this title, and its dialogs.</source>
   <translation>Nur das Fenster mit diesem Titel und seine Dialoge.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Only this part of the desktop.</source>
   <translation>Nur dieser Teil des Desktops.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Opens the console wherever the keyboard is, while no run goes on.</source>
   <translation>Öffnet die Konsole aus jedem Fenster heraus, solange kein Lauf im Gange ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Otherwise it is kept only on this computer.</source>
   <translation>Sonst wird er nur auf diesem Computer geführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Part of the screen</source>
   <translation>Teil des Bildschirms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Pause key</source>
   <translation>Pause-Taste</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Pauses</source>
   <translation>Pausiert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Pictures kept</source>
   <translation>Aufbewahrte Bilder</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Plain http to</source>
   <translation>Unverschlüsseltes http zu</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Pressed twice, it stops a run.</source>
   <translation>Zweimal gedrückt, hält sie einen Lauf an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Record the pictures, or only the journal.</source>
   <translation>Die Bilder aufzeichnen oder nur das Protokoll.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Refuse after this many seconds without an answer.</source>
   <translation>Nach so vielen Sekunden ohne Antwort ablehnen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Sent to the model before every task.</source>
   <translation>Werden dem Modell vor jeder Aufgabe geschickt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Shortcut for a new task</source>
   <translation>Tastenkürzel für eine neue Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Show each action first (ms)</source>
   <translation>Jede Aktion vorher zeigen (ms)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Show the model's text while it is written.</source>
   <translation>Den Text des Modells zeigen, während er entsteht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Show the pointer</source>
   <translation>Mauszeiger zeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Size of the picture</source>
   <translation>Größe des Bildes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Size of the picture sent.  [fits 1280x800]</source>
   <translation>Größe des gesendeten Bilds.  [passt in 1280x800]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Smooth movements</source>
   <translation>Fließende Bewegungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Stops at once</source>
   <translation>Hält sofort an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Stream answers, or fetch them whole.</source>
   <translation>Antworten streamen oder im Ganzen abrufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Streamed answers</source>
   <translation>Fortlaufende Antworten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The API dialect of that server.</source>
   <translation>Der API-Dialekt dieses Servers.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The form of requests and answers.</source>
   <translation>Die Form von Anfragen und Antworten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The longest wait for it to come back.</source>
   <translation>So lange wird höchstens auf die Rückkehr des Netzwerks gewartet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The model's coordinates.</source>
   <translation>Die Koordinaten des Modells.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The model's name on that server.</source>
   <translation>Der Name des Modells auf diesem Server.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The newest ones, if history is kept here.</source>
   <translation>Die neuesten, wenn der Verlauf hier geführt wird.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The one with the focused window</source>
   <translation>Der mit dem Fenster, das den Fokus hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The pointer thrown into it also stops a run.</source>
   <translation>Auch ein Stoß mit dem Mauszeiger in diese Ecke hält einen Lauf an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The service whose model controls this computer.</source>
   <translation>Der Dienst, dessen Modell diesen Computer steuert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>The size of the model's context. Empty: the provider's value.</source>
   <translation>Die Größe des Kontexts des Modells. Leer: der Wert des Anbieters.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Theme</source>
   <translation>Erscheinungsbild</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Then silence counts as a no. Empty: no limit.</source>
   <translation>Danach gilt Schweigen als Nein. Leer: keine Grenze.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Three times within a second also stops a run.</source>
   <translation>Auch dreimal innerhalb einer Sekunde hält einen Lauf an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Time spent waiting for you does not count.</source>
   <translation>Die Zeit, in der auf Sie gewartet wird, zählt nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Top left corner</source>
   <translation>Obere linke Ecke</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Tries</source>
   <translation>Versuche</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Typing the four digits on the card</source>
   <translation>Durch Eintippen der vier Ziffern auf der Karte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Wait between tries (seconds)</source>
   <translation>Wartezeit zwischen Versuchen (Sekunden)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>What presses keys and buttons.</source>
   <translation>Was Tasten und Knöpfe drückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>What works best here</source>
   <translation>Was hier am besten geht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>When a run ends, the model asks or a run from a terminal pauses, and no window here is seen that says it.</source>
   <translation>Wenn ein Lauf endet, das Modell fragt oder ein Lauf aus einem Terminal pausiert und hier kein Fenster zu sehen ist, das es sagt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>When a run first acts in it.</source>
   <translation>Wenn ein Lauf zum ersten Mal darin etwas tut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Where you are asked</source>
   <translation>Wo Sie gefragt werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Where you are asked: a card on this screen, here, or nowhere.  [overlay, else terminal, else none]</source>
   <translation>Wo Sie gefragt werden: auf einer Karte auf diesem Bildschirm, hier oder gar nicht.  [overlay, sonst terminal, sonst none]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Which library presses keys and buttons.  [what works best here]</source>
   <translation>Welche Bibliothek Tasten und Knöpfe drückt.  [was hier am besten geht]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Which monitor, from 1; 0 is all; auto follows the focused window.  [1]</source>
   <translation>Welcher Monitor, ab 1; 0 bedeutet alle; auto folgt dem Fenster mit dem Fokus.  [1]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Whose model to use: see “providers list”.</source>
   <translation>Wessen Modell verwendet wird: siehe „providers list“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>Yes</source>
   <translation>Ja</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>a grid of 1000 by 1000</source>
   <translation>ein Raster von 1000 mal 1000</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>live: keep the screen as it moves, for films.  [off]</source>
   <translation>live: behält den Bildschirm, wie er sich bewegt, für Filme.  [off]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>parts of 1</source>
   <translation>Anteile von 1</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>parts of 1000</source>
   <translation>Anteile von 1000</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>pixels of the picture</source>
   <translation>Pixel des Bildes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>pixels, resized to multiples of 28</source>
   <translation>Pixel, auf Vielfache von 28 gebracht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>write it as WIDTHxHEIGHT, for example 1280x800</source>
   <translation>schreiben Sie es als WIDTHxHEIGHT (Breite, Höhe), zum Beispiel 1280x800</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>write it as X,Y,WIDTH,HEIGHT, for example 0,0,800,600</source>
   <translation>schreiben Sie es als X,Y,WIDTH,HEIGHT (links, oben, Breite, Höhe), zum Beispiel 0,0,800,600</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>write it as a code such as en or de, or desktop for the desktop's language</source>
   <translation>schreiben Sie einen Code wie en oder de, oder desktop für die Sprache des Desktops</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>write it as a number from 1, 0 for all monitors, or auto for the focused window's</source>
   <translation>schreiben Sie eine Zahl ab 1, 0 für alle Monitore oder auto für den Monitor des Fensters, das den Fokus hat</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>{part}.  [guard]</source>
   <translation>{part}.  [guard]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/sections.py"></location>
   <source>“{bare}” stands for every window: give a part of the class or the title</source>
   <translation>„{bare}“ steht für jedes Fenster: Geben Sie einen Teil der Klasse oder des Titels an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>Changed since you last saved them here: {changes}.</source>
   <translation>Seit Sie hier zuletzt gespeichert haben, wurde geändert: {changes}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>Look at it and confirm it in Settings, or with “desktop-agent config confirm”.</source>
   <translation>Sehen Sie es sich an, und bestätigen Sie es in den Einstellungen oder mit „desktop-agent config confirm“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>Make that folder writable.</source>
   <translation>Machen Sie diesen Ordner beschreibbar.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>Until you confirm that, no run begins with another {destinations}.</source>
   <translation>Bis Sie das bestätigen, beginnt kein Lauf mit einem anderen Wert für {destinations}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>Until you confirm that, what you saved counts for {keys}. </source>
   <translation>Bis Sie das bestätigen, gilt für {keys}, was Sie gespeichert haben. </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>Variables of the environment, and not what you saved, say: {freer}.</source>
   <translation>Umgebungsvariablen, und nicht Ihre gespeicherten Einstellungen, legen fest: {freer}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>{first} and {last}</source>
   <translation>{first} und {last}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/trusted_settings.py"></location>
   <source>{folder} cannot be written: {strerror}.</source>
   <translation>In {folder} kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/watch.py"></location>
   <source>If that was not you, put it back; then let the run go on, or stop it.</source>
   <translation>Wenn Sie das nicht waren, machen Sie es rückgängig; setzen Sie den Lauf dann fort, oder halten Sie ihn an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/watch.py"></location>
   <source>“{other}” is no longer the folder that it was when the run began.</source>
   <translation>„{other}“ ist nicht mehr der Ordner, der es zu Beginn des Laufs war.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/settings/watch.py"></location>
   <source>“{other}” was changed during the run, and not by this program.</source>
   <translation>„{other}“ wurde während des Laufs geändert, und nicht von diesem Programm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>A file of steps that says what to open.</source>
   <translation>Eine Datei mit Schritten, die sagt, was zu öffnen ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>Adwaita</source>
   <translation>Adwaita</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>Correct “open:” in the header.</source>
   <translation>Berichtigen Sie „open:“ im Kopf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>If it may: --mode auto.</source>
   <translation>Wenn es das darf: --mode auto.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>Playing “{title}” on a private screen…</source>
   <translation>„{title}“ wird auf einem eigenen Bildschirm abgespielt …</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>The folder that gets the films.</source>
   <translation>Der Ordner, in den die Filme kommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>The program that the file opens has shown no window.</source>
   <translation>Das Programm, das die Datei öffnet, hat kein Fenster gezeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>Try its command by itself.</source>
   <translation>Probieren Sie seinen Befehl für sich.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>Write in its header: open: mousepad</source>
   <translation>Schreiben Sie in den Kopf: open: mousepad</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>{name} does not say what to open.</source>
   <translation>{name} sagt nicht, was zu öffnen ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>{name} starts this program: {shown}. Start it?</source>
   <translation>{name} startet dieses Programm: {shown}. Starten?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>{name} starts “{shown}”, and nobody can be asked here whether it may.</source>
   <translation>{name} startet „{shown}“, und hier kann niemand gefragt werden, ob das erlaubt ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/film.py"></location>
   <source>“{command_line}” cannot be started: {error}.</source>
   <translation>„{command_line}“ kann nicht gestartet werden: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Discarded: nothing was kept.</source>
   <translation>Verworfen: Nichts wurde behalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Do it once now.</source>
   <translation>Machen Sie es jetzt einmal vor.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Keep the steps without asking.</source>
   <translation>Die Schritte ohne Rückfrage behalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Keep these steps?</source>
   <translation>Diese Schritte behalten?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Look the steps over in a window before they are kept.</source>
   <translation>Die Schritte in einem Fenster durchsehen, bevor sie behalten werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Nothing was shown, so there are no steps.</source>
   <translation>Es wurde nichts vorgemacht, daher gibt es keine Schritte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>The key that discards.</source>
   <translation>Die Taste, die alles verwirft.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>To have it done again: desktop-agent run-steps {file}</source>
   <translation>So wird es noch einmal getan: desktop-agent run-steps {file}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Watch the program with this window title only.</source>
   <translation>Nur dem Programm mit diesem Fenstertitel zusehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>What the task is called.</source>
   <translation>Wie die Aufgabe heißt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/learn.py"></location>
   <source>Where to write the steps.</source>
   <translation>Wohin die Schritte geschrieben werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>  (left out)</source>
   <translation>  (ausgelassen)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>  in “{title}”</source>
   <translation>  in „{title}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>(has to be given)</source>
   <translation>(muss angegeben werden)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>Another text for a variable: see --list. Again for more.</source>
   <translation>Ein anderer Text für eine Variable: siehe --list. Mehrfach für mehrere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>Begin with step N.</source>
   <translation>Mit Schritt N beginnen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>Leave out step N. Again for more.</source>
   <translation>Schritt N auslassen. Mehrfach für mehrere.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>Show the steps and what --set can change, and do nothing.</source>
   <translation>Die Schritte zeigen und was --set ändern kann, und nichts tun.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>Texts that --set can change:</source>
   <translation>Texte, die --set ändern kann:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/playing.py"></location>
   <source>Whose model does a step that does not fit any more.</source>
   <translation>Wessen Modell einen Schritt tut, der nicht mehr passt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/replay.py"></location>
   <source>Choose another one: “desktop-agent runs list”.</source>
   <translation>Wählen Sie einen anderen: „desktop-agent runs list“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/replay.py"></location>
   <source>Nothing was done in this run.</source>
   <translation>In diesem Lauf wurde nichts getan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/replay.py"></location>
   <source>Warning: this cannot be done again without a model, and is left out: {words}</source>
   <translation>Warnung: Das lässt sich ohne Modell nicht wiederholen und wird ausgelassen: {words}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/replay.py"></location>
   <source>Warning: this run did not come to its end; what it did until then is repeated.</source>
   <translation>Warnung: Dieser Lauf kam nicht bis zum Ende; wiederholt wird, was er bis dahin getan hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/replay.py"></location>
   <source>Write the steps as a text to edit, and do nothing.</source>
   <translation>Die Schritte als Text zum Bearbeiten schreiben und nichts tun.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_guide.py"></location>
   <source>A PDF to print or send.</source>
   <translation>Ein PDF zum Drucken oder Verschicken.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_guide.py"></location>
   <source>A folder, or the file; else beside the run.</source>
   <translation>Ein Ordner oder die Datei; sonst beim Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_guide.py"></location>
   <source>First leave out, rename and re-order steps in a small window.</source>
   <translation>Vorher in einem kleinen Fenster Schritte weglassen, umbenennen und umordnen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_guide.py"></location>
   <source>Make a how-to of a run: numbered steps in plain words, each with its picture.</source>
   <translation>Aus einem Lauf eine Anleitung machen: nummerierte Schritte in einfachen Worten, jeder mit seinem Bild.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_guide.py"></location>
   <source>Markdown, with its pictures in a folder.</source>
   <translation>Markdown, mit den Bildern in einem Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_guide.py"></location>
   <source>One HTML file (default).</source>
   <translation>Eine HTML-Datei (Vorgabe).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_steps.py"></location>
   <source>A file of steps, as “replay --save” writes it.</source>
   <translation>Eine Datei mit Schritten, wie „replay --save“ sie schreibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>A GIF, 800 pixels wide.</source>
   <translation>Ein GIF, 800 Pixel breit.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>A PNG of each act, in a folder.</source>
   <translation>Ein PNG von jeder Aktion, in einem Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>A WebM.</source>
   <translation>Ein WebM.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>A file, or a folder.</source>
   <translation>Eine Datei oder ein Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>A moving AVIF, smaller than a GIF.</source>
   <translation>Ein bewegtes AVIF, kleiner als ein GIF.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>Also as text: in an MP4, and as a .srt.</source>
   <translation>Auch als Text: im MP4 und als .srt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>Its shape.  [16:9]</source>
   <translation>Sein Seitenverhältnis.  [16:9]</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>Its size, such as 1280x720.</source>
   <translation>Seine Größe, etwa 1280x720.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>Make a film of a run, an MP4 unless a flag says otherwise, and print its path.</source>
   <translation>Einen Film von einem Lauf machen, ein MP4, wenn kein Schalter etwas anderes sagt, und seinen Pfad ausgeben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>Making the film</source>
   <translation>Film wird gemacht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>Sharper colours; not every player shows it.</source>
   <translation>Schärfere Farben; nicht jeder Player zeigt sie.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>What is around the picture.</source>
   <translation>Was um das Bild herum ist.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/commands/run_video.py"></location>
   <source>What it says first, instead of the task.</source>
   <translation>Was er zuerst sagt, statt der Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode.py"></location>
   <source>Install the package ffmpeg, or use --webm.</source>
   <translation>Installieren Sie das Paket ffmpeg, oder nehmen Sie --webm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode.py"></location>
   <source>Nothing on this computer can write {name}.</source>
   <translation>Nichts auf diesem Computer kann diese Datei schreiben: {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_av.py"></location>
   <source>Install another version of av.</source>
   <translation>Installieren Sie eine andere Version von av.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_av.py"></location>
   <source>The GIF encoder of this PyAV writes no pictures.</source>
   <translation>Der GIF-Encoder dieses PyAV schreibt keine Bilder.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_av.py"></location>
   <source>The encoder {name} of this PyAV writes no pictures.</source>
   <translation>Der Encoder {name} dieses PyAV schreibt keine Bilder.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_av.py"></location>
   <source>The filters of this PyAV give no pictures.</source>
   <translation>Die Filter dieses PyAV liefern keine Bilder.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_av.py"></location>
   <source>This PyAV has no encoder {name}.</source>
   <translation>Dieses PyAV hat keinen Encoder {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_cv.py"></location>
   <source>Make a WebM instead: --webm.</source>
   <translation>Machen Sie stattdessen ein WebM: --webm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_cv.py"></location>
   <source>This OpenCV cannot write a WebM.</source>
   <translation>Dieses OpenCV kann kein WebM schreiben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_cv.py"></location>
   <source>This OpenCV cannot write an AVIF.</source>
   <translation>Dieses OpenCV kann kein AVIF schreiben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_ffmpeg.py"></location>
   <source>ffmpeg cannot be started: {strerror}.</source>
   <translation>ffmpeg lässt sich nicht starten: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_ffmpeg.py"></location>
   <source>ffmpeg could not write the film: {reason}</source>
   <translation>ffmpeg konnte den Film nicht schreiben: {reason}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/encode_ffmpeg.py"></location>
   <source>it did not say why.</source>
   <translation>es hat nicht gesagt, warum.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Del</source>
   <translation>Entf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Enter ↵</source>
   <translation>Enter ↵</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Ins</source>
   <translation>Einfg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>No picture was recorded here</source>
   <translation>Hier wurde kein Bild aufgezeichnet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Page ↑</source>
   <translation>Bild ↑</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Page ↓</source>
   <translation>Bild ↓</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Print</source>
   <translation>Druck</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Run it again without --no-record.</source>
   <translation>Wiederholen Sie ihn ohne --no-record.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Shortened</source>
   <translation>Gekürzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Space</source>
   <translation>Leertaste</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>Tab ⇥</source>
   <translation>Tab ⇥</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>The picture of this moment is missing</source>
   <translation>Das Bild dieses Augenblicks fehlt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>The picture of this moment was changed or damaged</source>
   <translation>Das Bild dieses Augenblicks wurde verändert oder beschädigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>The task</source>
   <translation>Die Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>The task was not recorded</source>
   <translation>Die Aufgabe wurde nicht aufgezeichnet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>This run was recorded without pictures, so there is nothing to make a film of.</source>
   <translation>Dieser Lauf wurde ohne Bilder aufgezeichnet, also gibt es nichts, wovon ein Film gemacht werden könnte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>step</source>
   <translation>Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>{number} step</source>
   <translation>{number} Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>{number} steps</source>
   <translation>{number} Schritte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/from_run.py"></location>
   <source>… and {part} more</source>
   <translation>… und {part} weitere</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/make.py"></location>
   <source>Name a folder.</source>
   <translation>Nennen Sie einen Ordner.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/make.py"></location>
   <source>The film could not be made: {part}</source>
   <translation>Der Film konnte nicht gemacht werden: {part}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/make.py"></location>
   <source>The film was called off; nothing was written.</source>
   <translation>Der Film wurde abgebrochen; es wurde nichts geschrieben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/make.py"></location>
   <source>its process ended without a word</source>
   <translation>sein Prozess ist ohne ein Wort zu Ende gegangen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/make.py"></location>
   <source>{name} is one file, and there are {formats} to write.</source>
   <translation>{name} ist eine Datei, zu schreiben sind aber {formats}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/marks.py"></location>
   <source>Arial</source>
   <translation>Arial</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/marks.py"></location>
   <source>Inter</source>
   <translation>Inter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/marks.py"></location>
   <source>Noto Sans</source>
   <translation>Noto Sans</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/marks.py"></location>
   <source>SF Pro Text</source>
   <translation>SF Pro Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/marks.py"></location>
   <source>Segoe UI</source>
   <translation>Segoe UI</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/options.py"></location>
   <source>A film's sides are {least} to {most} pixels long, not {text}.</source>
   <translation>Die Seiten eines Films sind {least} bis {most} Pixel lang, nicht {text}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/options.py"></location>
   <source>A size of {text} is not {aspect}.</source>
   <translation>Eine Größe von {text} ist nicht {aspect}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/options.py"></location>
   <source>Give WIDTHxHEIGHT, such as 1280x720.</source>
   <translation>Geben Sie BREITExHÖHE an, etwa 1280x720.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/options.py"></location>
   <source>Leave one of --size and --aspect out.</source>
   <translation>Lassen Sie --size oder --aspect weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/options.py"></location>
   <source>“{text}” is not the size of a film.</source>
   <translation>„{text}“ ist keine Größe eines Films.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/render.py"></location>
   <source>The film could not be written, and nothing says why.</source>
   <translation>Der Film konnte nicht geschrieben werden, und nichts sagt, warum.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/worker.py"></location>
   <source>Make it smaller: --size 1280x720.</source>
   <translation>Machen Sie ihn kleiner: --size 1280x720.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/film/worker.py"></location>
   <source>There is not enough memory for this film.</source>
   <translation>Für diesen Film reicht der Speicher nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>({count} times)</source>
   <translation>({count}-mal)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Choose {name}.</source>
   <translation>Wählen Sie {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Click {name} three times.</source>
   <translation>Klicken Sie dreimal auf {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Click {name} with the middle button.</source>
   <translation>Klicken Sie mit der mittleren Taste auf {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Click {name}.</source>
   <translation>Klicken Sie auf {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Ctrl</source>
   <translation>Strg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Double-click {name}.</source>
   <translation>Doppelklicken Sie auf {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Drag {name} to where the arrow ends.</source>
   <translation>Ziehen Sie {name} dorthin, wo der Pfeil endet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Drag {name} to {text}.</source>
   <translation>Ziehen Sie {name} auf {text}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Hold {name}.</source>
   <translation>Halten Sie {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Hold {name}: </source>
   <translation>Halten Sie {name}: </translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>How it is done in “{window}”</source>
   <translation>So geht es in „{window}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Let go of {name}.</source>
   <translation>Lassen Sie {name} los.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Open {name} in the browser.</source>
   <translation>Öffnen Sie {name} im Browser.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Page down</source>
   <translation>Bild ab</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Page up</source>
   <translation>Bild auf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Point at {name}.</source>
   <translation>Zeigen Sie auf {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Press {name}.</source>
   <translation>Drücken Sie {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Right-click {name}.</source>
   <translation>Klicken Sie mit der rechten Taste auf {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Scroll {way}.</source>
   <translation>Scrollen Sie {way}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Start {name}.</source>
   <translation>Starten Sie {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Type {text} and press Enter.</source>
   <translation>Geben Sie {text} ein und drücken Sie die Eingabetaste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Type {text} into {name} and press Enter.</source>
   <translation>Geben Sie {text} in {name} ein und drücken Sie die Eingabetaste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Type {text} into {name}.</source>
   <translation>Geben Sie {text} in {name} ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>Type {text}.</source>
   <translation>Geben Sie {text} ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>the marked place</source>
   <translation>die markierte Stelle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>the secret {name}</source>
   <translation>das Geheimnis {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/from_run.py"></location>
   <source>your secret text</source>
   <translation>Ihren geheimen Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/make.py"></location>
   <source>Choose another place for the guide with `-o`.</source>
   <translation>Wählen Sie mit `-o` einen anderen Ort für die Anleitung.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/make.py"></location>
   <source>Choose another place with `-o`.</source>
   <translation>Wählen Sie mit `-o` einen anderen Ort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/make.py"></location>
   <source>The folder {folder} holds other files.</source>
   <translation>Der Ordner {folder} enthält andere Dateien.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/make.py"></location>
   <source>There is no step to be shown: nothing was done in this run.</source>
   <translation>Es gibt keinen Schritt zu zeigen: In diesem Lauf wurde nichts getan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/make.py"></location>
   <source>{target} cannot be written: {why}.</source>
   <translation>{target} kann nicht geschrieben werden: {why}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/pages.py"></location>
   <source>The PDF could not be drawn.</source>
   <translation>Das PDF konnte nicht gezeichnet werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/pages.py"></location>
   <source>Window “{window}”</source>
   <translation>Fenster „{window}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/howto/pages.py"></location>
   <source>Write the guide as HTML instead, and print that.</source>
   <translation>Schreiben Sie die Anleitung stattdessen als HTML und drucken Sie das.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/control_keys.py"></location>
   <source>{pause} pauses, twice ends; {discard} discards.</source>
   <translation>{pause} hält an, zweimal endet es; {discard} verwirft.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/editing.py"></location>
   <source>A variable's name has letters, digits and “_”, and begins with a letter.</source>
   <translation>Der Name einer Variablen besteht aus Buchstaben, Ziffern und „_“ und beginnt mit einem Buchstaben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/editing.py"></location>
   <source>There is a variable “{other}” already.</source>
   <translation>Es gibt schon eine Variable „{other}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/keep.py"></location>
   <source>Choose another file with -o, or remove it.</source>
   <translation>Wählen Sie mit -o eine andere Datei, oder entfernen Sie diese.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/keep.py"></location>
   <source>Choose another place.</source>
   <translation>Wählen Sie einen anderen Ort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/keep.py"></location>
   <source>There is no folder {parent}.</source>
   <translation>Es gibt keinen Ordner {parent}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/keep.py"></location>
   <source>{parent} cannot be made: {strerror}.</source>
   <translation>{parent} kann nicht angelegt werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/keep.py"></location>
   <source>{path} exists already.</source>
   <translation>{path} gibt es schon.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/session.py"></location>
   <source>No window has “{window}” in its title.</source>
   <translation>Kein Fenster hat „{window}“ im Titel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/session.py"></location>
   <source>Open it first, or leave out --window.</source>
   <translation>Öffnen Sie es zuerst, oder lassen Sie --window weg.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/learn/session.py"></location>
   <source>The demonstration broke off: {error}.</source>
   <translation>Das Vormachen ist abgebrochen: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/book.py"></location>
   <source>Give a readable file of steps.</source>
   <translation>Geben Sie eine lesbare Datei mit Schritten an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/book.py"></location>
   <source>{path} is not UTF-8 text.</source>
   <translation>{path} ist kein UTF-8-Text.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/in_run.py"></location>
   <source>The steps are played without a model; nothing leaves this computer.</source>
   <translation>Die Schritte werden ohne Modell abgespielt; nichts verlässt diesen Computer.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/naming.py"></location>
   <source>What was typed here is not kept. Give it a value once: desktop-agent secrets set {name} --for {place}</source>
   <translation>Was hier getippt wurde, ist nicht aufbewahrt. Geben Sie ihm einmal einen Wert: desktop-agent secrets set {name} --for {place}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>In its place is “{called}”.</source>
   <translation>An seiner Stelle ist „{called}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>In its place is “{words}”.</source>
   <translation>An seiner Stelle ist „{words}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>It is there, and seems to be disabled.</source>
   <translation>Es ist da und scheint ausgeschaltet zu sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>Nothing that looks like it is on the screen.</source>
   <translation>Auf dem Bildschirm ist nichts, das so aussieht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>Something else lies on top of it.</source>
   <translation>Etwas anderes liegt darüber.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>The keyboard is in “{called}”, and was in “{foreign}”.</source>
   <translation>Die Tastatur ist in „{called}“ und war in „{foreign}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>The keyboard is in “{where}”, and was in “{title}”.</source>
   <translation>Die Tastatur ist in „{where}“ und war in „{title}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>The window is called “{title}” now.</source>
   <translation>Das Fenster heißt jetzt „{title}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>The window “{title}” is not on the screen.</source>
   <translation>Das Fenster „{title}“ ist nicht auf dem Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>as it was</source>
   <translation>wie sie war</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>by its name</source>
   <translation>an ihrem Namen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/place.py"></location>
   <source>no window</source>
   <translation>kein Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source> Its place was found {way}.</source>
   <translation> Seine Stelle wurde gefunden: {way}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>All steps are done.</source>
   <translation>Alle Schritte sind getan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>I look again.</source>
   <translation>Ich sehe noch einmal nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>I stopped at step {number} of {of}: {part}.</source>
   <translation>Ich habe bei Schritt {number} von {of} angehalten: {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>I wait as it says.</source>
   <translation>Ich warte, wie es da steht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>In this rehearsal all steps were shown, and nothing was carried out.</source>
   <translation>In dieser Probe wurden alle Schritte gezeigt und nichts ausgeführt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>In this rehearsal nothing was carried out, so it ends at step {number} of {of}: {text}.</source>
   <translation>In dieser Probe wurde nichts ausgeführt, darum endet sie bei Schritt {number} von {of}: {text}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>It is done.</source>
   <translation>Er ist getan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>The screen cannot be read here.</source>
   <translation>Der Bildschirm kann hier nicht gelesen werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>These steps come from another computer. Look at each of them.</source>
   <translation>Diese Schritte kommen von einem anderen Computer. Sehen Sie sich jeden an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>{number} of {of}: {part}.</source>
   <translation>{number} von {of}: {part}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/player.py"></location>
   <source>{one} {why} Another model does this step.</source>
   <translation>{one} {why} Ein anderes Modell tut diesen Schritt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/playing.py"></location>
   <source>Leave in at least one.</source>
   <translation>Lassen Sie mindestens einen übrig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/playing.py"></location>
   <source>There are {steps} steps, from 1.</source>
   <translation>Es sind {steps} Schritte, ab 1.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/playing.py"></location>
   <source>There is no step to play.</source>
   <translation>Es ist kein Schritt abzuspielen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/playing.py"></location>
   <source>There is no step {number}.</source>
   <translation>Einen Schritt {number} gibt es nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/sight.py"></location>
   <source>in another size</source>
   <translation>in anderer Größe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/sight.py"></location>
   <source>in another spot</source>
   <translation>an anderer Stelle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/sight.py"></location>
   <source>in another theme</source>
   <translation>in anderem Thema</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A drag needs two points or more: at: 10,20 300,20 in 1280x800.</source>
   <translation>Zum Ziehen gehören zwei Punkte oder mehr: at: 10,20 300,20 in 1280x800.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A language is written as de or de_AT.</source>
   <translation>Eine Sprache schreibt man so: de oder de_AT.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A picture is a .png file in the folder of the steps, or below: FOLDER/000004.png.</source>
   <translation>Ein Bild ist eine .png-Datei im Ordner der Schritte oder darunter: ORDNER/000004.png.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A place is written as 412,300 in 1280x800.</source>
   <translation>Eine Stelle schreibt man so: 412,300 in 1280x800.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A quotation is never closed.</source>
   <translation>Ein Anführungszeichen wird nie geschlossen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A size is written as 1280x800.</source>
   <translation>Eine Größe schreibt man so: 1280x800.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A step begins with its number: 3. click …</source>
   <translation>Ein Schritt beginnt mit seiner Nummer: 3. click …</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A target is written as button "Its name".</source>
   <translation>Ein Ziel schreibt man so: button "Sein Name".</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A theme is light or dark, or both: light, dark.</source>
   <translation>Ein Thema ist light oder dark, oder beide: light, dark.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A wait is written as 2s, 500ms or 1min, and lasts ten minutes at most.</source>
   <translation>Eine Pause schreibt man so: 2s, 500ms oder 1min; sie dauert höchstens zehn Minuten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>A window is written as "Its title" (program).</source>
   <translation>Ein Fenster schreibt man so: "Sein Titel" (Programm).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Is this a text file in UTF-8?</source>
   <translation>Ist das eine Textdatei in UTF-8?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>It has a character that no text has.</source>
   <translation>Da steht ein Zeichen, das in keinem Text vorkommt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>It has more than {longest_line} characters.</source>
   <translation>Sie hat mehr als {longest_line} Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>It has more than {most_points} points, or numbers of more than 5 digits.</source>
   <translation>Sie hat mehr als {most_points} Punkte oder Zahlen mit mehr als 5 Ziffern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>It is yes or no.</source>
   <translation>Es heißt yes oder no.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Known are {known}.</source>
   <translation>Bekannt sind {known}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Line {number}: There is no variable “{missing}”.</source>
   <translation>Zeile {number}: Es gibt keine Variable „{missing}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Line {number}: {error}</source>
   <translation>Zeile {number}: {error}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Line {number}: {message}</source>
   <translation>Zeile {number}: {message}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Line {number}: {problem}</source>
   <translation>Zeile {number}: {problem}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Nothing stands behind “{key}:”.</source>
   <translation>Hinter „{key}:“ steht nichts.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The file is longer than {longest_file} characters.</source>
   <translation>Die Datei hat mehr als {longest_file} Zeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The header says “{key}” twice.</source>
   <translation>Im Kopf steht „{key}“ zweimal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The header stands at the margin.</source>
   <translation>Der Kopf steht am linken Rand.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The place is outside of {width}x{height}.</source>
   <translation>Die Stelle liegt außerhalb von {width}x{height}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The step goes to one point only.</source>
   <translation>Der Schritt hat nur einen Punkt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The step says “{key}” twice.</source>
   <translation>Im Schritt steht „{key}“ zweimal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>The variable “{name}” is set twice.</source>
   <translation>Die Variable „{name}“ ist zweimal gesetzt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>There are more than {most_steps} steps.</source>
   <translation>Es sind mehr als {most_steps} Schritte.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>There are more than {most_variables} variables.</source>
   <translation>Es sind mehr als {most_variables} Variablen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>There is more than one step on this line.</source>
   <translation>In dieser Zeile steht mehr als ein Schritt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>There is more than one step on this line: “{text}” and “{text2}”.</source>
   <translation>In dieser Zeile steht mehr als ein Schritt: „{text}“ und „{text2}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>There is no “{key}” here.</source>
   <translation>Ein „{key}“ gibt es hier nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>This cannot be read: “{text}”.</source>
   <translation>Das ist nicht zu lesen: „{text}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>This is indented, and there is no step above it.</source>
   <translation>Das ist eingerückt, und darüber steht kein Schritt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>This is no step: “{text}”.</source>
   <translation>Das ist kein Schritt: „{text}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Without a name that can be read on the screen the step needs a place: at: 412,300 in 1280x800.</source>
   <translation>Ohne einen Namen, der auf dem Bildschirm zu lesen ist, braucht der Schritt eine Stelle: at: 412,300 in 1280x800.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/text.py"></location>
   <source>Write a key and a value: name: Send it</source>
   <translation>Schreiben Sie einen Schlüssel und einen Wert: name: Abschicken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/variables.py"></location>
   <source>A value would change the step “{text}” itself.</source>
   <translation>Ein Wert würde den Schritt „{text}“ selbst ändern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/variables.py"></location>
   <source>There is no value for “{found}”.</source>
   <translation>Für „{found}“ fehlt ein Wert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/variables.py"></location>
   <source>There is no value for “{missing}”.</source>
   <translation>Für „{missing}“ fehlt ein Wert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/variables.py"></location>
   <source>These steps have no variable “{name}”.</source>
   <translation>Diese Schritte haben keine Variable „{name}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/variables.py"></location>
   <source>They have: {names}.</source>
   <translation>Sie haben: {names}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/steps/variables.py"></location>
   <source>Write its quotation with "straight" quotes.</source>
   <translation>Schreiben Sie ihn in "geraden" Anführungszeichen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/film_button.py"></location>
   <source>Film…</source>
   <translation>Film …</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/film_button.py"></location>
   <source>Stop the film ({round} %)</source>
   <translation>Film abbrechen ({round} %)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/button.py"></location>
   <source>Guide…</source>
   <translation>Anleitung…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/button.py"></location>
   <source>Make a guide of this run</source>
   <translation>Aus diesem Lauf eine Anleitung machen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Desktop Agent — Guide</source>
   <translation>Desktop Agent — Anleitung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Down</source>
   <translation>Nach unten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Markdown</source>
   <translation>Markdown</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Move the step down</source>
   <translation>Den Schritt nach unten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Move the step up</source>
   <translation>Den Schritt nach oben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Picture of the step</source>
   <translation>Bild des Schritts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Text of the step</source>
   <translation>Text des Schritts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>There is no picture of this step.</source>
   <translation>Von diesem Schritt gibt es kein Bild.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Title of the guide</source>
   <translation>Titel der Anleitung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Up</source>
   <translation>Nach oben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>What stands between *asterisks* stands out.</source>
   <translation>Was zwischen *Sternchen* steht, wird hervorgehoben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Write as</source>
   <translation>Schreiben als</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Write as {name}</source>
   <translation>Als {name} schreiben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Writing the guide…</source>
   <translation>Die Anleitung wird geschrieben …</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/howto/window.py"></location>
   <source>Written: {paths}</source>
   <translation>Geschrieben: {paths}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/badge_window.py"></location>
   <source>Discard</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/badge_window.py"></location>
   <source>Paused: nothing is recorded</source>
   <translation>Pausiert: Nichts wird aufgezeichnet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/badge_window.py"></location>
   <source>Recording what you do</source>
   <translation>Zeichnet auf, was Sie tun</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/badge_window.py"></location>
   <source>Recording — Desktop Agent</source>
   <translation>Aufzeichnung — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/badge_window.py"></location>
   <source>Resume</source>
   <translation>Fortsetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Do again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Do the task yourself while the program watches. It writes the task down as steps that play without a model.</source>
   <translation>Erledigen Sie die Aufgabe selbst, während das Programm zusieht. Es schreibt sie als Schritte auf, die ohne Modell ablaufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>For example: Monthly report</source>
   <translation>Zum Beispiel: Monatsbericht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Name of the task</source>
   <translation>Name der Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Nothing can be watched</source>
   <translation>Zusehen ist nicht möglich</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Passwords are never kept: such a step asks for a secret by its name.</source>
   <translation>Passwörter werden nie behalten: Ein solcher Schritt fragt nach einem Geheimnis mit Namen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Show me once</source>
   <translation>Einmal vormachen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Show me once — Desktop Agent</source>
   <translation>Einmal vormachen — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Start to watch</source>
   <translation>Zusehen beginnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>Tasks that were learned</source>
   <translation>Gelernte Aufgaben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/from_tray.py"></location>
   <source>That did not work</source>
   <translation>Das hat nicht geklappt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>Discard the steps</source>
   <translation>Die Schritte verwerfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>Keep</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>Name of the text</source>
   <translation>Name des Textes</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>Texts that may be other ones next time</source>
   <translation>Texte, die beim nächsten Mal andere sein dürfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>This step has no picture.</source>
   <translation>Dieser Schritt hat kein Bild.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>Untick a step to leave it out. Double-click it to say it otherwise.</source>
   <translation>Ein Schritt ohne Häkchen wird ausgelassen. Mit einem Doppelklick sagen Sie ihn anders.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/steps_window.py"></location>
   <source>What you have shown — Desktop Agent</source>
   <translation>Was Sie vorgemacht haben — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/studio/windows/learn/tray_action.py"></location>
   <source>Show me once…</source>
   <translation>Einmal vormachen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/approver.py"></location>
   <source>No answer within {within_s} s.</source>
   <translation>Keine Antwort innerhalb von {within_s} s.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source> Refused automatically in {duration_text}.</source>
   <translation> Automatische Ablehnung in {duration_text}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source> To approve with the menu open, hold {chord}.</source>
   <translation> Um bei offenem Menü zu genehmigen, halten Sie {chord} gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>A menu is open, and the first click only closes it.{instead}</source>
   <translation>Ein Menü ist offen, und der erste Klick schließt es nur.{instead}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Approve this action? — Desktop Agent</source>
   <translation>Diese Aktion genehmigen? — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Approve with a click of your own mouse, or hold {chord}.</source>
   <translation>Genehmigen Sie mit einem Klick Ihrer eigenen Maus, oder halten Sie {chord}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Approve with a click of your own mouse.</source>
   <translation>Genehmigen Sie mit einem Klick Ihrer eigenen Maus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Approving takes a click of your own mouse.</source>
   <translation>Zum Genehmigen ist ein Klick Ihrer eigenen Maus nötig.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Hold {chord} on your own keyboard for “{chosen}”.</source>
   <translation>Halten Sie {chord} auf Ihrer eigenen Tastatur für „{chosen}“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>The run has been waiting for {waiting_s}.{left}</source>
   <translation>Der Lauf wartet seit {waiting_s}.{left}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>This choice refuses the action shown here. Allow more, or press “Approve once”.</source>
   <translation>Mit dieser Auswahl wird die hier gezeigte Aktion abgelehnt. Erlauben Sie mehr, oder klicken Sie auf „Einmal genehmigen“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Time left to answer</source>
   <translation>Verbleibende Zeit zum Antworten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>To approve, hold {chord} on your own keyboard. Clicks approve nothing here.</source>
   <translation>Zum Genehmigen halten Sie {chord} auf Ihrer eigenen Tastatur. Klicks genehmigen hier nichts.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>To approve, press a button, then hold {chord} on your own keyboard.</source>
   <translation>Zum Genehmigen drücken Sie einen Knopf, dann halten Sie {chord} auf Ihrer eigenen Tastatur.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>To approve, type the digits that this window will show.</source>
   <translation>Um zu genehmigen, geben Sie die Ziffern ein, die in diesem Fenster erscheinen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Type these digits:  {digits}</source>
   <translation>Geben Sie diese Ziffern ein:  {digits}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>Waiting for you</source>
   <translation>Wartet auf Sie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card.py"></location>
   <source>You can't approve here: this display can't tell your clicks from those of a program. To approve by typing digits instead: desktop-agent config set person.approve_with challenge</source>
   <translation>Sie können hier nicht genehmigen: Dieses Display kann Ihre Klicks nicht von denen eines Programms unterscheiden. Um stattdessen durch Eingabe von Ziffern zu genehmigen: desktop-agent config set person.approve_with challenge</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Allow</source>
   <translation>Erlauben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Always</source>
   <translation>Immer</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Always for this {always}</source>
   <translation>Immer hierfür ({always})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Approve for this address</source>
   <translation>Für diese Adresse genehmigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Approve for this window</source>
   <translation>Für dieses Fenster genehmigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Approve once</source>
   <translation>Einmal genehmigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Approve text here</source>
   <translation>Text hier genehmigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Edit</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>For how long</source>
   <translation>Wie lange</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Harmless</source>
   <translation>Harmloses</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>In {target} it may do</source>
   <translation>In {target} ist erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Let it look; refuse this</source>
   <translation>Ansehen lassen, dies ablehnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Look</source>
   <translation>Ansehen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Nearly all</source>
   <translation>Fast alles</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Refuse</source>
   <translation>Ablehnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Refuse with a reason</source>
   <translation>Mit Grund ablehnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Refuse with a reason…</source>
   <translation>Mit Grund ablehnen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>Stop run</source>
   <translation>Lauf anhalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>This task</source>
   <translation>Diese Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>This task: all in {place}
except sending, deleting, running</source>
   <translation>Diese Aufgabe: alles in {place}
außer Senden, Löschen, Ausführen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>With a reason…</source>
   <translation>Mit Grund…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>chosen</source>
   <translation>gewählt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>not chosen</source>
   <translation>nicht gewählt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_answers.py"></location>
   <source>{host} in {program}</source>
   <translation>{host} in {program}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_body.py"></location>
   <source>Exactly what will be done</source>
   <translation>Was genau getan wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_body.py"></location>
   <source>Turn accessibility on</source>
   <translation>Barrierefreiheit einschalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_body.py"></location>
   <source>Why you are asked: {one}</source>
   <translation>Warum Sie gefragt werden: {one}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>Approve this instead</source>
   <translation>Stattdessen dies genehmigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>Change it, then approve.</source>
   <translation>Ändern Sie die Aktion, und genehmigen Sie sie dann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>Click in the picture, or type the point.</source>
   <translation>Klicken Sie in das Bild, oder geben Sie die Stelle ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>Edit before approving</source>
   <translation>Vor dem Genehmigen bearbeiten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>The digits were wrong three times.</source>
   <translation>Die Ziffern waren dreimal falsch.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>To approve this instead, hold {chord} on your own keyboard.</source>
   <translation>Um stattdessen dies zu genehmigen, halten Sie {chord} auf Ihrer eigenen Tastatur.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>{name} (pixels of the picture)</source>
   <translation>{name} (Pixel des Bildes)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_windows.py"></location>
   <source>{name} of the point</source>
   <translation>{name} der Stelle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>All of these, one after the other:</source>
   <translation>Alle diese Aktionen, eine nach der anderen:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Allow Desktop Agent to use this application?</source>
   <translation>Darf Desktop Agent dieses Programm benutzen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Approve these {several} actions?</source>
   <translation>Diese {several} Aktionen genehmigen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Approve this action?</source>
   <translation>Diese Aktion genehmigen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Call this function?</source>
   <translation>Diese Funktion aufrufen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Let this leave the desk?</source>
   <translation>Das vom Nebentisch hinauslassen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Needs approval</source>
   <translation>Genehmigung nötig</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Start this program?</source>
   <translation>Dieses Programm starten?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>Step {step}</source>
   <translation>Schritt {step}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>This may be an attack</source>
   <translation>Dies könnte ein Angriff sein</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>{hours} h {minutes} min</source>
   <translation>{hours} h {minutes} min</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>{minutes} min {rest} s</source>
   <translation>{minutes} min {rest} s</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/card_words.py"></location>
   <source>… and {part} more reasons.</source>
   <translation>… und weitere Gründe ({part}).</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/crop.py"></location>
   <source>The picture that the model saw, with the target marked</source>
   <translation>Das Bild, das das Modell gesehen hat, mit markiertem Ziel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/marker.py"></location>
   <source>Target — Desktop Agent</source>
   <translation>Ziel — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>About this card — Desktop Agent</source>
   <translation>Über diese Karte — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>Everything ends.</source>
   <translation>Alles wird beendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>It is left out, and the model is told. The task goes on.</source>
   <translation>Die Aktion wird ausgelassen, und das Modell erfährt davon. Die Aufgabe geht weiter.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>Names and texts that other programs have written. They may be false.</source>
   <translation>Namen und Texte, die andere Programme geschrieben haben. Sie können falsch sein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>The box</source>
   <translation>Der Kasten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>The first line</source>
   <translation>Die erste Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>The second line</source>
   <translation>Die zweite Zeile</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>The task waits while you use mouse and keyboard yourself.</source>
   <translation>Die Aufgabe wartet, während Sie Maus und Tastatur selbst benutzen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>This is a practice form, and its order goes nowhere: try either answer.</source>
   <translation>Dies ist ein Übungsformular, und die Bestellung geht nirgendwohin: Probieren Sie eine beliebige Antwort aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>What is on this card</source>
   <translation>Was auf dieser Karte steht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>What may come of it.</source>
   <translation>Was daraus folgen kann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>What would be done, in our own words. The red mark on the screen shows where.</source>
   <translation>Was getan würde, in den Worten von Desktop Agent. Die rote Markierung auf dem Bildschirm zeigt, wo.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>Which step of your task this is.</source>
   <translation>Um welchen Schritt Ihrer Aufgabe es geht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/open_question.py"></location>
   <source>Why you are asked</source>
   <translation>Warum Sie gefragt werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Answer</source>
   <translation>Antworten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Confirm</source>
   <translation>Bestätigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Confirm with digits</source>
   <translation>Mit Ziffern bestätigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Digits</source>
   <translation>Ziffern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Keep for Resume</source>
   <translation>Bis zum Fortsetzen merken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Tell the model</source>
   <translation>Dem Modell mitteilen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>The model asks:</source>
   <translation>Das Modell fragt:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Those were not the digits. The card shows new ones.</source>
   <translation>Das waren nicht die richtigen Ziffern. Die Karte zeigt neue.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Type the four digits that the card shows.</source>
   <translation>Geben Sie die vier Ziffern ein, die die Karte zeigt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>What should the model know or do instead?</source>
   <translation>Was soll das Modell wissen oder stattdessen tun?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>What should the model know when it goes on?</source>
   <translation>Was soll das Modell wissen, wenn es weitermacht?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>Your words</source>
   <translation>Ihre Worte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/approval/secondary_window.py"></location>
   <source>{title} — Desktop Agent</source>
   <translation>{title} — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/live.py"></location>
   <source>No picture was taken before this.</source>
   <translation>Davor wurde kein Bild aufgenommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/live.py"></location>
   <source>The pictures of this run are not recorded, so none can be shown.</source>
   <translation>Die Bilder dieses Laufs werden nicht aufgezeichnet; daher kann keines gezeigt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/live.py"></location>
   <source>The screen is shown here while a task runs.</source>
   <translation>Während eine Aufgabe läuft, ist hier der Bildschirm zu sehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/outcome.py"></location>
   <source>Choose another model in the console, or look into Settings.</source>
   <translation>Wählen Sie in der Konsole ein anderes Modell, oder sehen Sie in den Einstellungen nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>A folder whose files it may work with — Desktop Agent</source>
   <translation>Ordner, mit dessen Dateien gearbeitet werden darf — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>A folder…</source>
   <translation>Ordner…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>Add where it may work</source>
   <translation>Arbeitsbereich erweitern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>May work in {words}</source>
   <translation>Arbeitsbereich: {words}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>May work in — Desktop Agent</source>
   <translation>Arbeitsbereich — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>May work in:</source>
   <translation>Arbeitsbereich:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>Only at one site — Desktop Agent</source>
   <translation>Nur auf einer Website — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>Only at one site…</source>
   <translation>Nur auf einer Website…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>The site, such as example.org</source>
   <translation>Die Website, etwa example.org</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>Write it…</source>
   <translation>Selbst eingeben…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/place.py"></location>
   <source>nowhere yet: you are asked before anything is set off</source>
   <translation>noch keiner: Sie werden gefragt, bevor etwas ausgelöst wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/run_side.py"></location>
   <source>Forecast</source>
   <translation>Prognose</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/run_side.py"></location>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/run_side.py"></location>
   <source>{name} against the limit</source>
   <translation>{name} im Verhältnis zur Grenze</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/run_side.py"></location>
   <source>{now} of {limit}</source>
   <translation>{now} von {limit}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/run_side.py"></location>
   <source>{value} min</source>
   <translation>{value} min</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Change it to {near}</source>
   <translation>Ändern in: {near}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Choose a window to work in.</source>
   <translation>Fenster wählen, in dem gearbeitet werden soll.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Choose a window…</source>
   <translation>Fenster wählen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Click one</source>
   <translation>Fenster anklicken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Earlier tasks</source>
   <translation>Frühere Aufgaben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Find the newest file in Downloads and open it</source>
   <translation>Suche die neueste Datei im Ordner Downloads und öffne sie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>For example:</source>
   <translation>Zum Beispiel:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Hint</source>
   <translation>Hinweis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Make a folder for this month in Documents</source>
   <translation>Lege in Dokumente einen Ordner für diesen Monat an</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>None yet</source>
   <translation>Noch keine</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Only “{title}”</source>
   <translation>Nur „{title}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Tasks work in “{title}” alone. Press for the whole screen.</source>
   <translation>Aufgaben werden nur in „{title}“ ausgeführt. Drücken Sie hier für den ganzen Bildschirm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>What should be done? Ctrl+Enter starts it.</source>
   <translation>Was soll erledigt werden? Strg+Eingabetaste startet die Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Window ✓</source>
   <translation>Fenster ✓</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Window…</source>
   <translation>Fenster…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>Write a shopping list in the text editor</source>
   <translation>Schreibe im Texteditor eine Einkaufsliste</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/task.py"></location>
   <source>open "Mousepad"; type "Milk, eggs, bread"; press ctrl+s; wait for "{dialog}"; type "shopping.txt"; press enter; wait until "{dialog2}" is gone</source>
   <translation>open "Mousepad"; type "Milch, Eier, Brot"; press ctrl+s; wait for "{dialog}"; type "einkauf.txt"; press enter; wait until "{dialog2}" is gone</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Another model…</source>
   <translation>Anderes Modell…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>At most {steps} steps, {minutes} min, {cost}</source>
   <translation>Höchstens {steps} Schritte, {minutes} min, {cost}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Cost…</source>
   <translation>Kosten…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Limits — Desktop Agent</source>
   <translation>Grenzen — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Minutes</source>
   <translation>Minuten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Minutes…</source>
   <translation>Minuten…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Model — Desktop Agent</source>
   <translation>Modell — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>No model</source>
   <translation>Kein Modell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>Steps…</source>
   <translation>Schritte…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>The name of the model at {provider}</source>
   <translation>Name des Modells bei {provider}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>US dollars; 0 means no limit</source>
   <translation>US-Dollar; 0 bedeutet keine Grenze</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/terms_line.py"></location>
   <source>any cost</source>
   <translation>beliebige Kosten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/timeline_table.py"></location>
   <source>Timeline</source>
   <translation>Ablauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/timeline_table.py"></location>
   <source>What happened</source>
   <translation>Was geschah</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>, begun at {at}</source>
   <translation>, begonnen um {at}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>A run that was broken off</source>
   <translation>Ein abgebrochener Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Done last: {words}.</source>
   <translation>Zuletzt erledigt: {words}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Further steps, done after the others: click "OK"</source>
   <translation>Weitere Schritte, die nach den anderen erledigt werden: click "OK"</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>It did not happen: resume</source>
   <translation>Ist nicht geschehen: fortsetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>It happened: resume</source>
   <translation>Ist geschehen: fortsetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Look at the screen: whether it happened, only you can tell.</source>
   <translation>Sehen Sie auf den Bildschirm: Ob es geschehen ist, können nur Sie sagen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>No answer</source>
   <translation>Keine Antwort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Not now</source>
   <translation>Jetzt nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Nothing was done yet.</source>
   <translation>Es wurde noch nichts getan.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Resume run</source>
   <translation>Lauf fortsetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Send answer</source>
   <translation>Antwort senden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Tell and resume</source>
   <translation>Mitteilen und fortsetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Tell the model something; that approves nothing</source>
   <translation>Dem Modell etwas mitteilen; genehmigt wird damit nichts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>The model gets this with the next picture: {quoted}</source>
   <translation>Das Modell erhält dies mit dem nächsten Bild: {quoted}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>What the model asks</source>
   <translation>Was das Modell fragt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Words for the model</source>
   <translation>Worte an das Modell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>You may say whether it happened; else the model looks.</source>
   <translation>Sie können sagen, ob es geschehen ist; sonst sieht das Modell nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/console/words.py"></location>
   <source>Your answer</source>
   <translation>Ihre Antwort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>Safety check without a code</source>
   <translation>Sicherheitsprüfung ohne Code</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>Safety check “{code}”</source>
   <translation>Sicherheitsprüfung „{code}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>Starting…</source>
   <translation>Wird gestartet…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>The model’s whole text</source>
   <translation>Der ganze Text des Modells</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>The whole text</source>
   <translation>Der ganze Text</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>at an unknown time</source>
   <translation>zu unbekannter Zeit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>keyboard</source>
   <translation>Tastatur</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>resumed later</source>
   <translation>später fortgesetzt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>resumes an earlier run</source>
   <translation>setzt einen früheren Lauf fort</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>screen</source>
   <translation>Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>whole screen</source>
   <translation>ganzer Bildschirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>{approved} approved</source>
   <translation>{approved} genehmigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/rows.py"></location>
   <source>{refused} refused</source>
   <translation>{refused} abgelehnt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Any ending</source>
   <translation>Jedes Ende</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Any size or cost</source>
   <translation>Jede Größe, alle Kosten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Can be resumed</source>
   <translation>Fortsetzbar</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Ending</source>
   <translation>Ende</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>No run has “{words}” in its task, programs or result.</source>
   <translation>Kein Lauf hat „{words}“ in Aufgabe, Programmen oder Ergebnis.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Search runs</source>
   <translation>Läufe durchsuchen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Search tasks, programs, results</source>
   <translation>Aufgaben, Programme und Ergebnisse durchsuchen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>Size or cost</source>
   <translation>Größe oder Kosten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>{least} or more</source>
   <translation>ab {least}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>{listed} of {there}</source>
   <translation>{listed} von {there}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>{number} run</source>
   <translation>{number} Lauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/run_list.py"></location>
   <source>{number} runs</source>
   <translation>{number} Läufe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/tables.py"></location>
   <source>Result</source>
   <translation>Ergebnis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/tables.py"></location>
   <source>Where</source>
   <translation>Wo</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Delete for good</source>
   <translation>Endgültig löschen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Delete {runs} runs?</source>
   <translation>{runs} Läufe löschen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Delete “{title_of}” of {started_at}?</source>
   <translation>„{title_of}“ ({started_at}) löschen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Desktop Agent — History</source>
   <translation>Desktop Agent — Verlauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Details of the selected step</source>
   <translation>Einzelheiten zum ausgewählten Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Its record, its pictures and its report are removed from the disk</source>
   <translation>Seine Aufzeichnung, seine Bilder und sein Bericht werden vom Datenträger entfernt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Keep always</source>
   <translation>Immer behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Keep no longer</source>
   <translation>Nicht mehr behalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>No program here can open {path}</source>
   <translation>Hier gibt es kein Programm, das {path} öffnen kann</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Nothing has happened in this run.</source>
   <translation>In diesem Lauf ist nichts geschehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>One run was deleted</source>
   <translation>Ein Lauf wurde gelöscht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Open folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Open report</source>
   <translation>Bericht öffnen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Opened {path}</source>
   <translation>Geöffnet: {path}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Run again</source>
   <translation>Erneut ausführen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Runs and steps</source>
   <translation>Läufe und Schritte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Selected step</source>
   <translation>Ausgewählter Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>That cannot be undone.</source>
   <translation>Das lässt sich nicht rückgängig machen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>The run that is under way stays.</source>
   <translation>Der laufende Lauf bleibt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>The screen at that moment</source>
   <translation>Der Bildschirm in diesem Augenblick</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Their records, their pictures and their reports are removed from the disk</source>
   <translation>Ihre Aufzeichnungen, ihre Bilder und ihre Berichte werden vom Datenträger entfernt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>There are no runs yet. Tasks you run will appear here.</source>
   <translation>Es gibt noch keine Läufe. Aufgaben, die Sie ausführen, erscheinen hier.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>What will be deleted</source>
   <translation>Was gelöscht wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>Writing the report…</source>
   <translation>Der Bericht wird geschrieben…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>{runs} runs were deleted</source>
   <translation>{runs} Läufe wurden gelöscht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/history/window.py"></location>
   <source>{runs}; that freed {size}.</source>
   <translation>{runs}; dadurch wurden {size} frei.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/overlay/overlays.py"></location>
   <source>A picture of the screen does not show our own windows, so we cannot make sure that they are hidden.</source>
   <translation>Ein Bild des Bildschirms zeigt unsere eigenen Fenster nicht; daher lässt sich nicht sicherstellen, dass sie verborgen sind.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/overlay/overlays.py"></location>
   <source>Check the display with: desktop-agent doctor</source>
   <translation>Prüfen Sie das Display mit: desktop-agent doctor</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/overlay/wait_until_hidden.py"></location>
   <source>Close the other windows of Desktop Agent, then start again.</source>
   <translation>Schließen Sie die anderen Fenster von Desktop Agent, und starten Sie dann neu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/overlay/wait_until_hidden.py"></location>
   <source>Move or close other windows that float over everything, then start again.</source>
   <translation>Verschieben oder schließen Sie andere Fenster, die über allem liegen, und beginnen Sie dann von vorn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/overlay/wait_until_hidden.py"></location>
   <source>One of our windows did not leave the screen, so no picture was taken.</source>
   <translation>Eines unserer Fenster ist nicht vom Bildschirm verschwunden; daher wurde kein Bild aufgenommen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/overlay/windows.py"></location>
   <source>Next action — Desktop Agent</source>
   <translation>Nächste Aktion — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/autostart_row.py"></location>
   <source>Start with the desktop</source>
   <translation>Mit dem Desktop starten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/autostart_row.py"></location>
   <source>The icon is there as soon as you log in.</source>
   <translation>Das Symbol ist da, sobald Sie angemeldet sind.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/chord_button.py"></location>
   <source>Press keys ({name})</source>
   <translation>Tasten drücken ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/chord_button.py"></location>
   <source>Press keys…</source>
   <translation>Tasten drücken…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/chord_button.py"></location>
   <source>Press them now</source>
   <translation>Jetzt drücken</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/confirm_window.py"></location>
   <source>Changed lines</source>
   <translation>Geänderte Zeilen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/confirm_window.py"></location>
   <source>Changed since you last saved it here:</source>
   <translation>Geändert, seit Sie hier zuletzt gespeichert haben:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/confirm_window.py"></location>
   <source>Confirm changes</source>
   <translation>Änderungen bestätigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/confirm_window.py"></location>
   <source>Here your click can't be told from a program's. Type at a terminal: desktop-agent config confirm</source>
   <translation>Ihr Klick lässt sich hier nicht von dem eines Programms unterscheiden. Geben Sie in einem Terminal ein: desktop-agent config confirm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/confirm_window.py"></location>
   <source>Let these changes count</source>
   <translation>Diese Änderungen gelten lassen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Ask</source>
   <translation>Fragen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>From the {origin}; change it there.</source>
   <translation>Aus der {origin}; ändern Sie den Wert dort.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>From {origin}</source>
   <translation>Aus {origin}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Network</source>
   <translation>Netzwerk</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Never</source>
   <translation>Nie</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Privacy</source>
   <translation>Privatsphäre</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Remembered answers</source>
   <translation>Gemerkte Antworten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Rules</source>
   <translation>Regeln</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>Safety</source>
   <translation>Sicherheit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>This program</source>
   <translation>Dieses Programm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>no settings</source>
   <translation>no settings</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>offline, on this computer</source>
   <translation>offline, auf diesem Computer</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/fields.py"></location>
   <source>your own Base URL</source>
   <translation>Ihre eigene Basis-URL</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source> The variable {variable} is set, and takes precedence.</source>
   <translation> Die Variable {variable} ist gesetzt und hat Vorrang.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>A key is stored in {source}.</source>
   <translation>Ein Schlüssel ist in {source} gespeichert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>A key is stored until you quit Desktop Agent.</source>
   <translation>Ein Schlüssel ist gespeichert, bis Sie Desktop Agent beenden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>API key</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>Delete key</source>
   <translation>Schlüssel löschen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>Key for {kept_as}</source>
   <translation>Schlüssel für {kept_as}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>No key is stored in the system's keyring.</source>
   <translation>Im Schlüsselbund des Systems ist kein Schlüssel gespeichert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>No key is stored.</source>
   <translation>Es ist kein Schlüssel gespeichert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>No key was stored.</source>
   <translation>Es war kein Schlüssel gespeichert.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>Reading the keyring…</source>
   <translation>Der Schlüsselbund wird gelesen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>Store key</source>
   <translation>Schlüssel speichern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>Storing the key…</source>
   <translation>Der Schlüssel wird gespeichert…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>The bare key, as the provider shows it</source>
   <translation>Nur der Schlüssel, wie ihn der Anbieter anzeigt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>The key is deleted.</source>
   <translation>Der Schlüssel ist gelöscht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>This provider needs no key.</source>
   <translation>Dieser Anbieter braucht keinen Schlüssel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/key.py"></location>
   <source>Waiting for the keyring…</source>
   <translation>Warten auf den Schlüsselbund…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source> at {site}</source>
   <translation> auf {site}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Access</source>
   <translation>Zugriff</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Always allowed</source>
   <translation>Immer erlaubt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Application</source>
   <translation>Programm</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Application or window</source>
   <translation>Programm oder Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Everything</source>
   <translation>Alles</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>No answer is remembered. “Always for this button” and “Approve for this window” on a card add one.</source>
   <translation>Es ist keine Antwort gemerkt. „Immer hierfür (Schaltfläche)“ und „Für dieses Fenster genehmigen“ auf einer Karte fügen eine hinzu.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>No application is always allowed.</source>
   <translation>Kein Programm ist immer erlaubt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Nothing</source>
   <translation>Nichts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Secrets</source>
   <translation>Geheimnisse</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Take back</source>
   <translation>Zurücknehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Take back all</source>
   <translation>Alle zurücknehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>Take back all (Remembered answers)</source>
   <translation>Alle zurücknehmen (Gemerkte Antworten)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>There is no secret. To keep one, in a terminal: desktop-agent secrets set NAME --for PROGRAM or SITE</source>
   <translation>Es gibt kein Geheimnis. Eines aufbewahren, in einem Terminal: desktop-agent secrets set NAME --for PROGRAMM oder WEBSITE</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>What is done</source>
   <translation>Was getan wird</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>What is harmless</source>
   <translation>Harmloses</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>While this window is open</source>
   <translation>Solange dieses Fenster offen ist</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>{part} of {program}</source>
   <translation>{part} von {program}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/lists.py"></location>
   <source>{title} of {program}</source>
   <translation>{title} von {program}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/region_picker.py"></location>
   <source>Desktop Agent — Part of the screen</source>
   <translation>Desktop Agent — Teil des Bildschirms</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/region_picker.py"></location>
   <source>Drag over the part that the model is to see. Esc leaves it as it was.</source>
   <translation>Ziehen Sie über den Teil, den das Modell sehen soll. Mit Esc bleibt alles, wie es war.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/region_picker.py"></location>
   <source>For another screen, press Esc and move the Settings window there first.</source>
   <translation>Für einen anderen Bildschirm drücken Sie Esc und schieben zuerst das Fenster der Einstellungen dorthin.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/region_picker.py"></location>
   <source>Pick on the screen ({name})</source>
   <translation>Auf dem Bildschirm auswählen ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/region_picker.py"></location>
   <source>Pick on the screen…</source>
   <translation>Auf dem Bildschirm auswählen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/row.py"></location>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/row.py"></location>
   <source>Reset {label}</source>
   <translation>{label} zurücksetzen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/row.py"></location>
   <source>padding: 2px 10px; min-height: 20px;</source>
   <translation>padding: 2px 10px; min-height: 20px;</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>/usr/bin/thunderbird; firefox*</source>
   <translation>/usr/bin/thunderbird; firefox*</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>A rule applies where all filled-in fields match. Separate several words with “;”.</source>
   <translation>Eine Regel gilt, wo alle ausgefüllten Felder zutreffen. Trennen Sie mehrere Wörter durch „;“.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Actions</source>
   <translation>Aktionen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Add rule ({name})</source>
   <translation>Regel hinzufügen ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Add rule…</source>
   <translation>Regel hinzufügen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Address begins with</source>
   <translation>Adresse beginnt mit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Applies to</source>
   <translation>Gilt für</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Change ({name})</source>
   <translation>Ändern ({name})</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Change…</source>
   <translation>Ändern…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Desktop Agent — Rule</source>
   <translation>Desktop Agent — Regel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Hosts</source>
   <translation>Hosts</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Rule</source>
   <translation>Regel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>To</source>
   <translation>Bis</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Window title</source>
   <translation>Fenstertitel</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>You have no rules of your own.</source>
   <translation>Sie haben keine eigenen Regeln.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>Your own rules</source>
   <translation>Ihre eigenen Regeln</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>a name for lists</source>
   <translation>ein Name für Listen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>click; type</source>
   <translation>click; type</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>https; mailto</source>
   <translation>https; mailto</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>words, or a pattern such as .* - Mail</source>
   <translation>Wörter oder ein Muster wie .* - Mail</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/rules.py"></location>
   <source>words, or a pattern such as invoice.*</source>
   <translation>Wörter oder ein Muster wie invoice.*</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/this_computer.py"></location>
   <source>The first</source>
   <translation>Der erste</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/this_computer.py"></location>
   <source>The first that you share</source>
   <translation>Der erste, den Sie freigeben</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/unconfirmed.py"></location>
   <source>Changed since you last saved them here: {keys}.</source>
   <translation>Geändert, seit Sie hier zuletzt gespeichert haben: {keys}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/unconfirmed.py"></location>
   <source>Look at these changes…</source>
   <translation>Diese Änderungen ansehen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/window.py"></location>
   <source>Built-in rules. Each applies unless you change it here.</source>
   <translation>Eingebaute Regeln. Jede gilt, solange Sie sie hier nicht ändern.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/window.py"></location>
   <source>Changes are saved immediately and apply to the next run.</source>
   <translation>Änderungen werden sofort gespeichert und gelten für den nächsten Lauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/window.py"></location>
   <source>Desktop Agent — Settings</source>
   <translation>Desktop Agent — Einstellungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/window.py"></location>
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/window.py"></location>
   <source>Your own rules. If several match, the strictest applies.</source>
   <translation>Ihre eigenen Regeln. Treffen mehrere zu, gilt die strengste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/preferences/window.py"></location>
   <source>{name} page</source>
   <translation>Seite {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>A mouse or a keyboard was added, removed or rearranged. Wait two seconds, then answer.</source>
   <translation>Eine Maus oder Tastatur wurde hinzugefügt, entfernt oder neu zugeordnet. Warten Sie zwei Sekunden, und antworten Sie dann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>Another program has drawn over this window, so its text may be false. Wait two seconds, then read it again.</source>
   <translation>Ein anderes Programm hat über dieses Fenster gezeichnet; sein Text kann daher falsch sein. Warten Sie zwei Sekunden, und lesen Sie ihn dann noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>Another program has moved this window. Wait two seconds, then read it again.</source>
   <translation>Ein anderes Programm hat dieses Fenster verschoben. Warten Sie zwei Sekunden, und lesen Sie es dann noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>Another window covers this one. Move it away, then answer.</source>
   <translation>Ein anderes Fenster verdeckt dieses. Schieben Sie es weg, und antworten Sie dann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>That click came from a program, not from a mouse. Only a person can approve.</source>
   <translation>Dieser Klick kam von einem Programm, nicht von einer Maus. Nur ein Mensch kann genehmigen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>That was part of a double click. Click once.</source>
   <translation>Das war Teil eines Doppelklicks. Klicken Sie nur einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>That was too quick. Read the request, then click again.</source>
   <translation>Das war zu schnell. Lesen Sie die Anfrage, und klicken Sie dann noch einmal.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>The pointer jumped, and no mouse did that. Wait two seconds, then move it onto the button yourself.</source>
   <translation>Der Mauszeiger ist gesprungen, ohne dass eine Maus ihn bewegt hätte. Warten Sie zwei Sekunden, und bewegen Sie ihn dann selbst auf die Schaltfläche.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>Use the left button.</source>
   <translation>Verwenden Sie die linke Taste.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/guard.py"></location>
   <source>You did not move the pointer here yourself. Move it off this button and back, then click.</source>
   <translation>Sie haben den Mauszeiger nicht selbst hierher bewegt. Bewegen Sie ihn von dieser Schaltfläche weg und wieder zurück, und klicken Sie dann.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/proof/native.py"></location>
   <source>Qt does not run yet</source>
   <translation>Qt does not run yet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/availability.py"></location>
   <source>Install them, for example: apt-get install libwayland-client0 libwayland-cursor0 libxkbcommon0 libegl1</source>
   <translation>Installieren Sie sie, zum Beispiel: apt-get install libwayland-client0 libwayland-cursor0 libxkbcommon0 libegl1</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/availability.py"></location>
   <source>Install them, for example: apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libegl1</source>
   <translation>Installieren Sie sie, zum Beispiel: apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libegl1</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/availability.py"></location>
   <source>Libraries for windows are missing: {missing}.</source>
   <translation>Es fehlen Bibliotheken für Fenster: {missing}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/availability.py"></location>
   <source>The display {name} cannot be reached. Check DISPLAY and XAUTHORITY.</source>
   <translation>Das Display {name} ist nicht erreichbar. Prüfen Sie DISPLAY und XAUTHORITY.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/availability.py"></location>
   <source>There is no display for windows: DISPLAY is not set. Start from a desktop, or set DISPLAY.</source>
   <translation>Es gibt kein Display für Fenster: DISPLAY ist nicht gesetzt. Starten Sie von einer Arbeitsfläche aus, oder setzen Sie DISPLAY.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/background_task.py"></location>
   <source>That failed: {name}.</source>
   <translation>Das ist fehlgeschlagen: {name}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/executor.py"></location>
   <source>A window could not be shown: {error}</source>
   <translation>Ein Fenster konnte nicht gezeigt werden: {error}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/key_place.py"></location>
   <source>For this session only</source>
   <translation>Nur für diese Sitzung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/key_place.py"></location>
   <source>In a file that only you can read</source>
   <translation>In einer Datei, die nur Sie lesen können</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/key_place.py"></location>
   <source>It is kept in memory, and forgotten when you quit Desktop Agent. You enter it again the next time.</source>
   <translation>Er bleibt im Arbeitsspeicher und wird vergessen, wenn Sie Desktop Agent beenden. Beim nächsten Mal geben Sie ihn wieder ein.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/key_place.py"></location>
   <source>It is kept in {path}, not encrypted: other users cannot open that file, programs that run as you can.</source>
   <translation>Er steht unverschlüsselt in {path}: Andere Benutzer können diese Datei nicht öffnen, wohl aber Programme, die unter Ihrem Namen laufen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/key_place.py"></location>
   <source>Where should the key be kept?</source>
   <translation>Wo soll der Schlüssel aufbewahrt werden?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/sway_places.py"></location>
   <source>move container to workspace current</source>
   <translation>move container to workspace current</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/theme.py"></location>
   <source>Consolas</source>
   <translation>Consolas</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/theme.py"></location>
   <source>Fusion</source>
   <translation>Fusion</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/theme.py"></location>
   <source>Menlo</source>
   <translation>Menlo</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/theme.py"></location>
   <source>Noto Sans Mono</source>
   <translation>Noto Sans Mono</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/theme.py"></location>
   <source>Read</source>
   <translation>Read</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/qt/theme.py"></location>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/bridge.py"></location>
   <source>Paused, from a terminal</source>
   <translation>Pausiert, im Terminal</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/bridge.py"></location>
   <source>Start with --debug.</source>
   <translation>Starten Sie mit --debug.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/bridge.py"></location>
   <source>Unexpected error: {error}.</source>
   <translation>Unerwarteter Fehler: {error}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/foreign_run.py"></location>
   <source>Look into History.</source>
   <translation>Sehen Sie im Verlauf nach.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/foreign_run.py"></location>
   <source>The run in the terminal has ended without a word.</source>
   <translation>Der Lauf im Terminal ist ohne Meldung zu Ende gegangen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/foreign_run.py"></location>
   <source>This run was started from a terminal, which says where its pictures go.</source>
   <translation>Dieser Lauf wurde in einem Terminal gestartet; dort steht, wohin seine Bilder gehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/process_ahead.py"></location>
   <source>Close other programs.</source>
   <translation>Schließen Sie andere Programme.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/session/process_ahead.py"></location>
   <source>No process could be started for the run: {strerror}.</source>
   <translation>Für den Lauf konnte kein Prozess gestartet werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/notify.py"></location>
   <source>Show {title}</source>
   <translation>{title} anzeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/paused_banner.py"></location>
   <source>Paused — Desktop Agent</source>
   <translation>Pausiert — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/paused_banner.py"></location>
   <source>Resume tells the model: “{said}”</source>
   <translation>Beim Fortsetzen erfährt das Modell: „{said}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/paused_banner.py"></location>
   <source>Tell the model…</source>
   <translation>Dem Modell etwas mitteilen…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/paused_banner.py"></location>
   <source>You're in control</source>
   <translation>Sie haben die Kontrolle</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/states.py"></location>
   <source>Looking for the next step</source>
   <translation>Sucht den nächsten Schritt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/states.py"></location>
   <source>Ready</source>
   <translation>Bereit</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/states.py"></location>
   <source>The last run failed</source>
   <translation>Der letzte Lauf ist fehlgeschlagen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/states.py"></location>
   <source>The model is thinking</source>
   <translation>Das Modell denkt nach</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/states.py"></location>
   <source>Waiting for “{agent}”</source>
   <translation>Wartet auf „{agent}“</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/status_badge.py"></location>
   <source> · step {words}</source>
   <translation> · Schritt {words}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/status_badge.py"></location>
   <source>You pressed Pause.</source>
   <translation>Sie haben Pause gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/status_window.py"></location>
   <source>Frame — Desktop Agent</source>
   <translation>Rahmen — Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/status/status_window.py"></location>
   <source>Wg</source>
   <translation>Wg</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/menu.py"></location>
   <source>Check this computer</source>
   <translation>Diesen Computer prüfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/menu.py"></location>
   <source>Desktop Agent — Control</source>
   <translation>Desktop Agent — Steuerung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/menu.py"></location>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/menu.py"></location>
   <source>New task…</source>
   <translation>Neue Aufgabe…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/menu.py"></location>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/menu.py"></location>
   <source>This desktop has no tray, so the menu is here. Closing this window quits.</source>
   <translation>Dieser Desktop hat keinen Infobereich, daher ist das Menü hier. Wird dieses Fenster geschlossen, endet das Programm.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>A run was cut off</source>
   <translation>Ein Lauf ist abgerissen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>A task from a terminal is paused</source>
   <translation>Eine Aufgabe aus einem Terminal pausiert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>It goes on when you say so where you started it.</source>
   <translation>Sie geht weiter, wenn Sie es dort sagen, wo Sie sie gestartet haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>Old recordings</source>
   <translation>Alte Aufzeichnungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>Quitting…</source>
   <translation>Wird beendet…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>The model asks you something</source>
   <translation>Das Modell fragt Sie etwas</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>The shortcut does not work</source>
   <translation>Das Tastenkürzel funktioniert nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>The task could not be done</source>
   <translation>Die Aufgabe konnte nicht erledigt werden</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>You opened a window of Desktop Agent.</source>
   <translation>Sie haben ein Fenster von Desktop Agent geöffnet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/program.py"></location>
   <source>{task}
Open Desktop Agent to resume it.</source>
   <translation>{task}
Öffnen Sie Desktop Agent, um ihn fortzusetzen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/single_instance.py"></location>
   <source>Make it a folder of your own, or set DESKTOP_AGENT_HOME.</source>
   <translation>Machen Sie sich zum Eigentümer dieses Ordners, oder setzen Sie DESKTOP_AGENT_HOME.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/single_instance.py"></location>
   <source>See that its folder is yours and has space left.</source>
   <translation>Sorgen Sie dafür, dass der Ordner Ihnen gehört und noch Platz hat.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/single_instance.py"></location>
   <source>The lock {lock} cannot be made.</source>
   <translation>Die Sperre {lock} kann nicht angelegt werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/single_instance.py"></location>
   <source>{cache} cannot be written: {strerror}.</source>
   <translation>In {cache} kann nicht geschrieben werden: {strerror}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/start.py"></location>
   <source>Desktop Agent is already running, but does not answer.</source>
   <translation>Desktop Agent läuft bereits, antwortet aber nicht.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/start.py"></location>
   <source>Desktop Agent is already running; its window is in front now.</source>
   <translation>Desktop Agent läuft bereits; sein Fenster ist jetzt vorn.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/start.py"></location>
   <source>End it, then start it again.</source>
   <translation>Beenden Sie es, und starten Sie es dann erneut.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/windows.py"></location>
   <source>Choose another model here, or mend it in Settings.</source>
   <translation>Wählen Sie hier ein anderes Modell, oder beheben Sie das in den Einstellungen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/windows.py"></location>
   <source>It had reached a limit; resumed, it may go as far again.</source>
   <translation>Er hatte eine Grenze erreicht; fortgesetzt darf er noch einmal so weit gehen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/tray/windows.py"></location>
   <source>plain steps, offline</source>
   <translation>einfache Schritte, offline</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Check again</source>
   <translation>Erneut prüfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Checking this computer…</source>
   <translation>Dieser Computer wird geprüft…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Desktop Agent — Check this computer</source>
   <translation>Desktop Agent — Diesen Computer prüfen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Everything that is needed works here.</source>
   <translation>Alles Nötige funktioniert hier.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Findings</source>
   <translation>Befunde</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Fonts</source>
   <translation>Schriften</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Keyring</source>
   <translation>Schlüsselbund</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Mouse and keys</source>
   <translation>Maus und Tasten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Names of buttons</source>
   <translation>Namen der Schaltflächen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Permissions</source>
   <translation>Berechtigungen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Screen lock</source>
   <translation>Bildschirmsperre</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Session</source>
   <translation>Sitzung</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Side desk</source>
   <translation>Nebentisch</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Taking over</source>
   <translation>Übernehmen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Tray icon</source>
   <translation>Symbol im Infobereich</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Turn it on</source>
   <translation>Einschalten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Turn it on: {name}</source>
   <translation>Einschalten: {name}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>Windows</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>does not work</source>
   <translation>funktioniert nicht</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>works</source>
   <translation>funktioniert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>works in part</source>
   <translation>funktioniert teilweise</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/checkup.py"></location>
   <source>{bad} of {whole} checks failed. Each line says how to fix it.</source>
   <translation>Fehlgeschlagene Prüfungen: {bad} von {whole}. Jede Zeile sagt, wie sich das beheben lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>A key is set on this computer already. Leave this empty to use it.</source>
   <translation>Auf diesem Computer ist schon ein Schlüssel hinterlegt. Lassen Sie das Feld leer, um ihn zu verwenden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>A model server on this computer (vLLM)</source>
   <translation>Ein Modellserver auf diesem Computer (vLLM)</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Azure OpenAI</source>
   <translation>Azure OpenAI</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Enter it again as the provider shows it, or choose another model.</source>
   <translation>Geben Sie ihn noch einmal so ein, wie der Anbieter ihn zeigt, oder wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Enter it, or choose another model.</source>
   <translation>Geben Sie ihn ein, oder wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Enter the key as the provider shows it. It is sent to that provider only.</source>
   <translation>Geben Sie den Schlüssel so ein, wie ihn der Anbieter anzeigt. Er wird nur an diesen Anbieter gesendet.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Found: a key for it is set on this computer.</source>
   <translation>Gefunden: Auf diesem Computer ist ein Schlüssel dafür hinterlegt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Found: a server answers here, with the model {model}.</source>
   <translation>Gefunden: Hier antwortet ein Server mit dem Modell {model}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Free, and nothing leaves this computer. It follows plain steps only, such as: click “File”, type “Hello” into “Name”, press Ctrl+S.</source>
   <translation>Kostenlos, und nichts verlässt diesen Computer. Es befolgt nur einfache Schritte auf Englisch, etwa: click „File“, type „Hello“ into „Name“, press Ctrl+S.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Free, and pictures of your screen stay on this computer. You run the server yourself.</source>
   <translation>Kostenlos, und die Bilder Ihres Bildschirms bleiben auf diesem Computer. Den Server betreiben Sie selbst.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>It is like {azure_url}.</source>
   <translation>Sie sieht etwa so aus: {azure_url}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Key for {titles}</source>
   <translation>Schlüssel für {titles}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Lightcone</source>
   <translation>Lightcone</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>No such server answers here now.</source>
   <translation>Derzeit antwortet hier kein solcher Server.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>Offline model</source>
   <translation>Eingebautes Modell</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>The address of your {titles} is missing.</source>
   <translation>Die Adresse für {titles} fehlt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>This is no address of {titles}.</source>
   <translation>Das ist keine Adresse von {titles}.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>You pay Microsoft for what it reads and writes. Pictures of your screen go to your own address at Azure, which keeps them for a time.</source>
   <translation>Sie bezahlen Microsoft für das, was das Modell liest und schreibt. Die Bilder Ihres Bildschirms gehen an Ihre eigene Adresse bei Azure; dort werden sie eine Zeit lang aufbewahrt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>You pay OpenAI for what it reads and writes. Pictures of your screen go to api.openai.com, which keeps them for a time.</source>
   <translation>Sie bezahlen OpenAI für das, was es liest und schreibt. Bilder Ihres Bildschirms gehen an api.openai.com und werden dort eine Zeit lang behalten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>You pay Tzafon for what it reads and writes. Pictures of your screen go to api.tzafon.ai, and stay there until they are deleted.</source>
   <translation>Sie bezahlen Tzafon für das, was es liest und schreibt. Bilder Ihres Bildschirms gehen an api.tzafon.ai und bleiben dort, bis sie gelöscht werden.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>{titles} does not take this key.</source>
   <translation>{titles} nimmt diesen Schlüssel nicht an.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/model_page.py"></location>
   <source>{titles} needs a key.</source>
   <translation>{titles} braucht einen Schlüssel.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>A picture of an approval card: what would be done, why you are asked, and the buttons to answer</source>
   <translation>Bild einer Karte, die um Genehmigung bittet: was getan würde, warum Sie gefragt werden, und die Schaltflächen zum Antworten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>Before anything that cannot be undone, a card like this shows what is about to happen. Only you can approve it.</source>
   <translation>Bevor etwas geschieht, was sich nicht rückgängig machen lässt, zeigt eine Karte wie diese, was bevorsteht. Nur Sie können es genehmigen.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>Click “Send” in Mail</source>
   <translation>Klick auf „Send“ in Mail</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>Every step is recorded on this computer, so that you can look at it afterwards.</source>
   <translation>Jeder Schritt wird auf diesem Computer aufgezeichnet, damit Sie ihn später ansehen können.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>Invoice for October</source>
   <translation>Invoice for October</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>Send</source>
   <translation>Send</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>You write down a task. A language model looks at your screen and works with mouse and keyboard.</source>
   <translation>Sie schreiben eine Aufgabe auf. Ein Sprachmodell sieht Ihren Bildschirm an und arbeitet mit Maus und Tastatur.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>push button</source>
   <translation>push button</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/opening.py"></location>
   <source>“Send” sends something, which may be impossible to undo.</source>
   <translation>„Send“ sendet etwas, was sich vielleicht nicht rückgängig machen lässt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>A practice form opens on this screen, and the offline model fills it in, which takes one to two minutes.</source>
   <translation>Auf diesem Bildschirm öffnet sich ein Übungsformular, und das eingebaute Modell füllt es aus; das dauert ein bis zwei Minuten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Accessibility is off on this desktop. While it is off, most programs do not say what their buttons and fields are called: you are asked more often, and a question can't always name what would be pressed. It is what screen readers use, and changes nothing that you see. Programs that are open may have to be started again.</source>
   <translation>Die Barrierefreiheit ist auf diesem Desktop ausgeschaltet. Solange sie es ist, teilen die meisten Programme nicht mit, wie ihre Schaltflächen und Felder heißen: Sie werden öfter gefragt, und eine Frage kann nicht immer nennen, was gedrückt würde. Bildschirmleser nutzen sie; an dem, was Sie sehen, ändert sie nichts. Programme, die schon offen sind, müssen Sie vielleicht neu starten.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Answered</source>
   <translation>Beantwortet</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Before it presses “Send”, a card asks you, and a note beside it explains the card. Approve or refuse: try either.</source>
   <translation>Bevor es auf „Send“ drückt, fragt Sie eine Karte; ein Hinweis daneben erklärt sie. Genehmigen oder ablehnen: Probieren Sie es aus.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Change</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Desktop Agent — Welcome</source>
   <translation>Desktop Agent — Willkommen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Does it work on this computer?</source>
   <translation>Funktioniert es auf diesem Computer?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Next</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Not tried yet</source>
   <translation>Noch nicht erprobt</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Not tried yet: {doubt}</source>
   <translation>Noch nicht erprobt: {doubt}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Nothing leaves this computer, and nothing is really ordered.</source>
   <translation>Nichts verlässt diesen Computer, und nichts wird wirklich bestellt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Now write a task of your own.</source>
   <translation>Schreiben Sie nun eine eigene Aufgabe.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Show</source>
   <translation>Anzeigen</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Start the first task</source>
   <translation>Erste Aufgabe starten</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Step {part} of {steps}</source>
   <translation>Schritt {part} von {steps}</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>That was your first task</source>
   <translation>Das war Ihre erste Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>The form was filled in for {name}, and “Send” was pressed because you approved it.</source>
   <translation>Das Formular wurde für {name} ausgefüllt, und „Send“ wurde gedrückt, weil Sie es genehmigt haben.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>The form was filled in for {name}. “Send” was not pressed.</source>
   <translation>Das Formular wurde für {name} ausgefüllt. „Send“ wurde nicht gedrückt.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>The practice form is being opened…</source>
   <translation>Das Übungsformular wird geöffnet…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>The report shows every step with its picture. It is kept in History, too.</source>
   <translation>Der Bericht zeigt jeden Schritt mit seinem Bild. Er bleibt auch im Verlauf.</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>The rest works. What is listed here does not, or only in part:</source>
   <translation>Alles andere funktioniert. Was hier aufgeführt ist, funktioniert nicht oder nur teilweise:</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>This computer</source>
   <translation>Dieser Computer</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Try it: a first task</source>
   <translation>Ausprobieren: eine erste Aufgabe</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Trying the model…</source>
   <translation>Das Modell wird erprobt…</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Turn accessibility on?</source>
   <translation>Barrierefreiheit einschalten?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Welcome to Desktop Agent</source>
   <translation>Willkommen bei Desktop Agent</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Which model should do the work?</source>
   <translation>Welches Modell soll die Arbeit erledigen?</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Works</source>
   <translation>Funktioniert</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Works, except for what is listed there</source>
   <translation>Funktioniert, bis auf das dort Aufgeführte</translation>
  </message>
  <message>
   <location filename="../../desktop_agent/ui/welcome/window.py"></location>
   <source>Write a task</source>
   <translation>Aufgabe schreiben</translation>
  </message>
 </context>
</TS>
