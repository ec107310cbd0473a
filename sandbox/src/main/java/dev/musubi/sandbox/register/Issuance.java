package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.journal.Entry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides which certificates a person gets after an event, and until when they last. A signature certificate lasts no
 * longer than the authentication certificate beside it, none longer than the card, none longer than its issuer.
 */
final class Issuance {

    private final Issuers issuers;
    private final LongSupplier sequence;

    Issuance(Issuers issuers, LongSupplier sequence) {
        this.issuers = issuers;
        this.sequence = sequence;
    }

    /** The person, perhaps with a new card, and what is issued. */
    record Result(Person person, List<Entry.IssueData> issued) {}

    Result after(Resident before, LifeRules.Effect.Change change, Instant at) {
        Person person = change.person();
        return switch (change.issue()) {
            case NOTHING -> new Result(person, List.of());
            case WHAT_THE_CARD_LACKS -> card(before, change, at, false);
            case RENEWED_CARD -> card(before, change, at, true);
            case SMARTPHONE -> new Result(person, smartphone(before, at));
        };
    }

    private Result card(Resident before, LifeRules.Effect.Change change, Instant at, boolean renewal) {
        Person person = change.person();
        DateOfBirth born = person.attributes().dateOfBirth();
        Optional<CertificateRecord> authentication = survivor(before, change, CertificateKind.CARD_AUTHENTICATION, at);
        Optional<CertificateRecord> signature = survivor(before, change, CertificateKind.CARD_SIGNATURE, at);
        boolean inTime = renewal
                && before.certificates().stream()
                        .anyMatch(c -> c.isOnCard() && c.isLive(at) && ValidityRule.renewsInTime(at, c.notAfter()));
        LocalDate end = ValidityRule.certificateEnd(at, born, inTime);
        LocalDate cardExpiry = person.cardExpiry();
        Instant cardEnd = ValidityRule.lastSecond(cardExpiry);
        boolean endsSoon = authentication.isEmpty() && ValidityRule.renewsInTime(at, cardEnd);
        if (endsSoon || at.isAfter(cardEnd)) {
            cardExpiry = ValidityRule.cardEnd(at, born);
            person = new Person(person.attributes(), person.municipality(), person.residence(), cardExpiry);
        }
        Instant notAfter = ValidityRule.lastSecond(end.isAfter(cardExpiry) ? cardExpiry : end);
        List<Entry.IssueData> issued = new ArrayList<>();
        if (signature.isEmpty() && ValidityRule.maySign(born, at)) {
            Instant beside = authentication.map(CertificateRecord::notAfter).orElse(notAfter);
            issued.add(issue(CertificateKind.CARD_SIGNATURE, at, earlier(notAfter, beside)));
        }
        if (authentication.isEmpty()) {
            issued.add(issue(CertificateKind.CARD_AUTHENTICATION, at, notAfter));
        }
        return new Result(person, issued);
    }

    private List<Entry.IssueData> smartphone(Resident before, Instant at) {
        Instant notAfter =
                before.live(CertificateKind.CARD_SIGNATURE, at).orElseThrow().notAfter();
        return List.of(
                issue(CertificateKind.SMARTPHONE_SIGNATURE, at, notAfter),
                issue(CertificateKind.SMARTPHONE_AUTHENTICATION, at, notAfter));
    }

    private static Optional<CertificateRecord> survivor(
            Resident before, LifeRules.Effect.Change change, CertificateKind kind, Instant at) {
        return before.live(kind, at)
                .filter(c ->
                        change.revoke().stream().noneMatch(m -> m.certificate().sequence() == c.sequence()));
    }

    private Entry.IssueData issue(CertificateKind kind, Instant at, Instant notAfter) {
        int generation = issuers.currentGeneration(kind, at);
        return new Entry.IssueData(
                sequence.getAsLong(), kind.name(), generation, at, earlier(notAfter, issuers.endOf(kind, generation)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
