"""Half C of the secrets in a home: thirty, by somebody who had read no rule, and of the lists half A alone."""

FRESH_FORMS = {
    "age": "# created: 2026-01-02\nAGE-SECRET-KEY-1{}\n",
    "msmtp": "account work\nhost mail.example.org\nuser ada\npassword {}\n",
    "maven": "<settings><servers><server><id>work</id><password>{}</password></server></servers></settings>\n",
    "filezilla": '<FileZilla3><Servers><Server><Pass encoding="base64">{}</Pass></Server></Servers></FileZilla3>\n',
    "service": '{{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n{}\\n"}}\n',
    "copilot": '{{"github.com:x": {{"user": "ada", "oauth_token": "{}"}}}}\n',
    "openai": '{{"OPENAI_API_KEY": "{}"}}\n',
    "syncthing": "<configuration><gui><address>127.0.0.1</address><apikey>{}</apikey></gui></configuration>\n",
    "weechat": "[data]\n__passphrase__ = off\nnick = {}\n",
    "yarn": 'npmAuthToken: "{}"\n',
    "remote": '[remote "origin"]\n\turl = https://ada:{}@git.example.org/shop.git\n',
    "kernel": '{{"ip": "127.0.0.1", "shell_port": 4711, "key": "{}"}}\n',
}
FRESH_SECRETS = """
.config/sops/age/keys.txt age private|.vault-token plain private|.local/share/fish/fish_history plain|.viminfo plain
.local/state/nvim/shada/main.shada plain|.cache/cliphist/db plain|.config/copyq/copyq_tab_x.dat plain
.var/app/org.mozilla.firefox/.mozilla/firefox/p/logins.json plain|snap/chromium/common/chromium/Default/Cookies plain
.local/share/evolution/mail/local/cur/1 plain|Maildir/cur/1.eml plain|.msmtprc msmtp|.m2/settings.xml maven
.config/filezilla/sitemanager.xml filezilla|.local/share/remmina/work.remmina ini|.ethereum/keystore/UTC--2020--ab plain
.local/share/mkcert/rootCA-key.pem pem|Downloads/my-project-1234.json service|work/shop/.env.production shell
.config/github-copilot/apps.json copilot|.codex/auth.json openai|.config/syncthing/config.xml syncthing
.config/weechat/sec.conf weechat|.yarnrc.yml yarn|work/shop/.git/config remote|.vnc/passwd plain
.config/pulse/cookie plain|.local/share/DBeaverData/workspace6/General/.dbeaver/credentials-config.json plain
.local/share/jupyter/runtime/kernel-1.json kernel|Documents/old.bak kdbx
"""
