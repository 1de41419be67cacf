//! Words that are headers of tables of any sort, and hardly ever the name of a person or a firm.

use std::collections::BTreeSet;

use crate::header_text::header_key;

/// Headers, without blanks and signs.
const WORDS: &str = "name names fullname firstname lastname givenname familyname surname forename middlename nickname \
    firmname companyname accountname contactname partnername clientname customername \
    company firm organization organisation account employer contact partner client customer vendor supplier attendee \
    email emails emailaddress mail workemail phone phonenumber mobile telephone fax linkedin linkedinurl profile website url domain \
    title jobtitle position role department team owner salutation \
    address street city town state province zip zipcode postcode postalcode country region geography location territory \
    date day month year quarter week time duration start end startdate enddate starttime endtime duedate createddate \
    meetingdate meetingtype meetingoutcome meeting meetings appointment activity activitydate activitytype event \
    type kind category status stage outcome result reason priority subject topic notes note comments comment remarks description details \
    source leadsource channel campaign origin industry sector niche segment practice \
    id uuid key code number reference sku order ordernumber invoice product item service unit units \
    price cost amount quantity qty stock rate discount tax total subtotal sum count average percent percentage share value values currency revenue \
    vorname nachname familienname firma unternehmen ansprechpartner kontakt kunde telefon adresse straße ort plz land datum uhrzeit monat jahr \
    art typ ergebnis grund quelle bemerkung bemerkungen notizen betreff anzahl menge preis betrag summe artikel lieferant \
    prénom nom société entreprise téléphone adresse ville pays mois année statut résultat motif montant quantité prix produit fournisseur \
    nombre apellido apellidos empresa correo teléfono dirección ciudad país fecha hora mes año tipo estado resultado motivo cantidad precio producto proveedor \
    voornaam achternaam bedrijf telefoon plaats maand jaar soort bedrag aantal prijs cognome azienda telefono città data mese";

/// The words, ready to be looked up.
pub(super) struct HeaderWords(BTreeSet<&'static str>);

impl HeaderWords {
    pub fn new() -> Self {
        Self(WORDS.split_whitespace().collect())
    }

    /// Returns true if a text is a header of a table of any sort.
    pub fn contains(&self, text: &str) -> bool {
        self.0.contains(header_key(text).as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_from_names() {
        let words = HeaderWords::new();
        for text in ["First Name", "Meeting Date", "Outcome", "VENDOR", "E-Mail", "Vorname", "Prénom", "Quantity *"] {
            assert!(words.contains(text), "{text}");
        }
        for text in ["Ann Lee", "Yew Ltd", "Referral", "Month End Advisory", "Intro", "Nota", "Acme", ""] {
            assert!(!words.contains(text), "{text}");
        }
    }
}
