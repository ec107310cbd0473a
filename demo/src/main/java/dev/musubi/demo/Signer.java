package dev.musubi.demo;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.util.Locale;

/** Whether whoever signed is the person who is signed in, by what certificate and private ID say of them. */
enum Signer {
    /** Name, address and date of birth agree. */
    THE_PERSON,
    /**
     * The date of birth agrees, and name or address: perhaps the same person, whose private ID is older than a move or a
     * marriage; perhaps a twin. The issuer can tell, by the numbers it is told; nobody here can.
     */
    MAY_HAVE_CHANGED,
    /** Somebody else. */
    ANOTHER;

    static Signer of(JpkiCertificate certificate, VerifiedPerson person) {
        FourAttributes signer = certificate.attributes().orElse(null);
        if (signer == null
                || person.birthDate() == null
                || !person.birthDate().text().equals(text(signer.dateOfBirth()))) {
            return ANOTHER;
        }
        boolean sameName = person.name() != null
                && person.name().whole().mayBe(signer.name().value());
        boolean sameAddress = person.address() != null
                && person.address().whole().mayBe(signer.address().value());
        return sameName && sameAddress ? THE_PERSON : sameName || sameAddress ? MAY_HAVE_CHANGED : ANOTHER;
    }

    private static String text(DateOfBirth date) {
        return part(date.year(), 4) + "-" + part(date.month(), 2) + "-" + part(date.day(), 2);
    }

    private static String part(int number, int digits) {
        return number == 0 ? "?".repeat(digits) : String.format(Locale.ROOT, "%0" + digits + "d", number);
    }
}
