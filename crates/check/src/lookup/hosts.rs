//! Hosts that many people share, so that their names tell nothing about a firm.

/// Domains of mailboxes for everyone. Of the large providers with many countries, the name before the country counts.
const MAILBOX_PROVIDERS: &str = "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com \
    aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me gmx.com gmx.net gmx.de gmx.at gmx.ch web.de \
    t-online.de freenet.de arcor.de mail.com email.com usa.com fastmail.com fastmail.fm hey.com zoho.com zohomail.com tutanota.com \
    tuta.io tuta.com hushmail.com mailbox.org posteo.de posteo.net yandex.com yandex.ru ya.ru mail.ru inbox.ru list.ru bk.ru \
    rambler.ru qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn naver.com daum.net hanmail.net \
    nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net \
    charter.net earthlink.net juno.com optonline.net frontier.com windstream.net roadrunner.com rr.com shaw.ca rogers.com \
    sympatico.ca telus.net videotron.ca btinternet.com btopenworld.com virginmedia.com ntlworld.com blueyonder.co.uk sky.com \
    talktalk.net tiscali.co.uk orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr libero.it virgilio.it alice.it \
    tin.it tiscali.it tim.it terra.com.br uol.com.br bol.com.br ig.com.br bigpond.com bigpond.net.au optusnet.com.au iinet.net.au \
    xtra.co.nz rediffmail.com bluewin.ch hispeed.ch sunrise.ch telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl planet.nl \
    home.nl telia.com seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl abv.bg ukr.net";
/// Providers with a domain in each country: `yahoo.co.uk`, `hotmail.fr`.
const OF_MANY_COUNTRIES: [&str; 5] = ["yahoo", "hotmail", "outlook", "live", "yandex"];
/// Sites on which firms and people have pages.
const SHARED_HOSTS: [&str; 24] = [
    "linkedin.com",
    "facebook.com",
    "m.facebook.com",
    "fb.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "youtube.com",
    "tiktok.com",
    "github.com",
    "medium.com",
    "crunchbase.com",
    "angel.co",
    "wellfound.com",
    "xing.com",
    "pitchbook.com",
    "yelp.com",
    "bbb.org",
    "linktr.ee",
    "calendly.com",
    "notion.so",
    "sites.google.com",
    "docs.google.com",
    "google.com",
];

/// Returns true if everyone can have an e-mail address of this domain.
pub(super) fn is_mailbox_provider(domain: &str) -> bool {
    let of_country = || {
        let (name, country) = domain.split_once('.')?;
        let is_country = country.strip_prefix("co.").or(country.strip_prefix("com.")).unwrap_or(country).len() == 2;
        Some(is_country && OF_MANY_COUNTRIES.contains(&name))
    };
    MAILBOX_PROVIDERS.split_whitespace().any(|provider| provider == domain) || of_country() == Some(true)
}

/// Returns true if the path says whose page it is.
pub(super) fn is_shared_host(host: &str) -> bool {
    let is_shared = |host: &str| SHARED_HOSTS.contains(&host);
    // `uk.linkedin.com`
    let without_country = host.split_once('.').filter(|(country, _)| country.len() == 2).map(|(_, host)| host);
    is_shared(host) || without_country.is_some_and(is_shared)
}
