package dev.musubi.demo;

import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Standing;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.ui.Model;

/** Persons as pages show them. */
final class Texts {

    private Texts() {}

    /** Whoever is signed in. */
    static VerifiedPerson person(SignedIn in) {
        VerifiedPerson person = in.person();
        if (person == null) {
            throw new IllegalStateException("every sign-in here asks for attributes");
        }
        return person;
    }

    /** The person for a page, and for the part beside it what is known of them. */
    static void describe(SignedIn in, Model model) {
        VerifiedPerson person = person(in);
        model.addAttribute(
                "name", person.name() == null ? "" : person.name().whole().value());
        model.addAttribute(
                "address",
                person.address() == null ? "" : person.address().whole().value());
        model.addAttribute("birthDate", Days.birth(person.birthDate()));
        model.addAttribute(
                "substitutes",
                (person.name() != null && person.name().whole().hasSubstitutes())
                        || (person.address() != null && person.address().whole().hasSubstitutes()));
        model.addAttribute("withSex", person.gender() != null);
        Instant verified = person.verification().time();
        model.addAttribute("verifiedAt", verified == null ? null : Days.day(LocalDate.ofInstant(verified, Days.JAPAN)));
        Standing standing = in.standing();
        model.addAttribute("standing", standing);
        model.addAttribute("standingState", standing == null ? null : state(standing.state()));
        model.addAttribute("standingAsOf", standing == null ? null : Days.minute(standing.asOf()));
        model.addAttribute("subject", in.subject());
    }

    private static Said state(Standing.State state) {
        return switch (state) {
            case ACTIVE -> new Said("有効", "in force");
            case REISSUE_REQUIRED -> new Said("再発行が必要", "to be issued again");
            case SUSPENDED -> new Said("一時停止中", "suspended");
            case ENDED -> new Said("終了", "ended");
        };
    }
}
