package dev.musubi.demo;

import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.ui.Model;

/** Persons and times as pages show them. */
final class Texts {

    static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu年M月d日 H:mm", Locale.JAPAN).withZone(JAPAN);

    private Texts() {}

    /** A time in Japan. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** Whoever is signed in. */
    static VerifiedPerson person(SignedIn in) {
        VerifiedPerson person = in.person();
        if (person == null) {
            throw new IllegalStateException("every sign-in here asks for attributes");
        }
        return person;
    }

    /** The person for a page. */
    static void describe(VerifiedPerson person, Model model) {
        model.addAttribute(
                "name", person.name() == null ? "" : person.name().whole().value());
        model.addAttribute(
                "address",
                person.address() == null ? "" : person.address().whole().value());
        model.addAttribute(
                "birthDate",
                person.birthDate() == null ? "" : person.birthDate().text());
        model.addAttribute(
                "substitutes",
                (person.name() != null && person.name().whole().hasSubstitutes())
                        || (person.address() != null && person.address().whole().hasSubstitutes()));
        Instant verified = person.verification().time();
        model.addAttribute("verifiedAt", verified == null ? "" : time(verified));
    }
}
