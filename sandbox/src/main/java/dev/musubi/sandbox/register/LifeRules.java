package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What each life event does to a person and their certificates (Act on JPKI articles 12 to 15, 16-14 and 34; J-LIS CPS
 * 4.9.9 for the reasons). Pure: nothing is recorded here.
 */
final class LifeRules {

    private static final char NAME_SEPARATOR = '　';

    private final Municipalities municipalities;
    private final Synthesis synthesis;

    LifeRules(Municipalities municipalities, Synthesis synthesis) {
        this.municipalities = municipalities;
        this.synthesis = synthesis;
    }

    /** What an event would do. */
    sealed interface Effect {
        /** The person after it, what is revoked, the kinds to issue, and whether the issue renews the present ones. */
        record Change(Person person, List<Mark> revoke, Issue issue) implements Effect {}

        /** It cannot be. */
        record Impossible(LifeEventFault fault) implements Effect {}
    }

    /** Which certificates are issued after an event. */
    enum Issue {
        NOTHING,
        WHAT_THE_CARD_LACKS,
        RENEWED_CARD,
        SMARTPHONE
    }

    /** A certificate to be revoked. */
    record Mark(CertificateRecord certificate, RevocationReason reason) {}

    Effect effectOf(LifeEventRequest request, Resident resident, Instant at) {
        Person person = resident.person();
        if (person.residence() == Residence.DECEASED) {
            return new Effect.Impossible(LifeEventFault.RESIDENT_DECEASED);
        }
        Issue onTheSpot = request.newCertificate() ? Issue.WHAT_THE_CARD_LACKS : Issue.NOTHING;
        try {
            return switch (request.type()) {
                case MOVE_WITHIN -> changed(moved(resident, request, person.municipality()), resident, at, onTheSpot);
                case MOVE_TO -> moveTo(request, resident, at, onTheSpot);
                case MARRY -> changed(married(person, request), resident, at, onTheSpot);
                case CORRECT_REGISTER -> new Effect.Change(corrected(person, request), List.of(), Issue.NOTHING);
                case DIE ->
                    new Effect.Change(
                            with(person, person.attributes(), person.municipality(), Residence.DECEASED),
                            marks(resident, at, c -> true, RevocationReason.CESSATION_OF_OPERATION),
                            Issue.NOTHING);
                case LOSE_CARD ->
                    revoking(resident, at, CertificateRecord::isOnCard, RevocationReason.CERTIFICATE_HOLD, onTheSpot);
                case REPORT_KEY_COMPROMISE ->
                    revoking(resident, at, onDevice(request), RevocationReason.KEY_COMPROMISE, onTheSpot);
                case RENEW ->
                    new Effect.Change(
                            person, marks(resident, at, c -> true, RevocationReason.SUPERSEDED), Issue.RENEWED_CARD);
                case GO_ABROAD -> goAbroad(resident, at, onTheSpot);
                case VISIT_COUNTER -> new Effect.Change(person, List.of(), Issue.WHAT_THE_CARD_LACKS);
                case ISSUE_SMARTPHONE_CERTIFICATE -> smartphone(resident, at);
                case REVOKE_BY_REQUEST ->
                    revoking(
                            resident,
                            at,
                            onDevice(request).and(ofKey(request)),
                            RevocationReason.CESSATION_OF_OPERATION,
                            onTheSpot);
            };
        } catch (BadText e) {
            return new Effect.Impossible(LifeEventFault.BAD_TEXT);
        } catch (BadChoice e) {
            return new Effect.Impossible(LifeEventFault.BAD_CHOICE);
        }
    }

    private Effect moveTo(LifeEventRequest request, Resident resident, Instant at, Issue issue) {
        String code = request.municipality();
        Municipality to = code == null ? null : municipalities.byCode(code).orElse(null);
        if (to == null) {
            return new Effect.Impossible(LifeEventFault.UNKNOWN_MUNICIPALITY);
        }
        if (to.equals(resident.person().municipality()) && resident.person().residence() == Residence.RESIDENT) {
            return new Effect.Impossible(LifeEventFault.SAME_MUNICIPALITY);
        }
        return changed(moved(resident, request, to), resident, at, issue);
    }

    private Effect goAbroad(Resident resident, Instant at, Issue issue) {
        Person person = resident.person();
        if (person.residence() == Residence.ABROAD) {
            return new Effect.Impossible(LifeEventFault.ALREADY_ABROAD);
        }
        FourAttributes old = person.attributes();
        FourAttributes now = new FourAttributes(old.name(), PersonText.of(abroad(at)), old.dateOfBirth(), old.sex());
        return changed(with(person, now, person.municipality(), Residence.ABROAD), resident, at, issue);
    }

    private static Effect smartphone(Resident resident, Instant at) {
        if (resident.live(CertificateKind.CARD_SIGNATURE, at).isEmpty()) {
            return new Effect.Impossible(LifeEventFault.NO_CARD_CERTIFICATE);
        }
        return new Effect.Change(
                resident.person(),
                marks(resident, at, c -> !c.isOnCard(), RevocationReason.SUPERSEDED),
                Issue.SMARTPHONE);
    }

    /** The entries on the certificate changed: every signature certificate ends, authentication certificates stay. */
    private static Effect changed(Person person, Resident resident, Instant at, Issue issue) {
        return new Effect.Change(
                person, marks(resident, at, c -> c.kind().isSignature(), RevocationReason.AFFILIATION_CHANGED), issue);
    }

    private static Effect revoking(
            Resident resident, Instant at, Predicate<CertificateRecord> which, RevocationReason why, Issue issue) {
        List<Mark> marks = marks(resident, at, which, why);
        return marks.isEmpty()
                ? new Effect.Impossible(LifeEventFault.NO_LIVE_CERTIFICATE)
                : new Effect.Change(resident.person(), marks, issue);
    }

    private static List<Mark> marks(
            Resident resident, Instant at, Predicate<CertificateRecord> which, RevocationReason reason) {
        List<Mark> marks = new ArrayList<>();
        for (CertificateRecord each : resident.certificates()) {
            if (each.isLive(at) && which.test(each)) {
                marks.add(new Mark(each, reason));
            }
        }
        return marks;
    }

    private static Predicate<CertificateRecord> onDevice(LifeEventRequest request) {
        return switch (request.device()) {
            case null -> CertificateRecord::isOnCard;
            case "CARD" -> CertificateRecord::isOnCard;
            case "SMARTPHONE" -> c -> !c.isOnCard();
            default -> throw new BadChoice();
        };
    }

    private static Predicate<CertificateRecord> ofKey(LifeEventRequest request) {
        return switch (request.key()) {
            case null -> c -> c.kind().isSignature();
            case "SIGNATURE" -> c -> c.kind().isSignature();
            case "AUTHENTICATION" -> c -> !c.kind().isSignature();
            default -> throw new BadChoice();
        };
    }

    private Person moved(Resident resident, LifeEventRequest request, Municipality to) {
        FourAttributes old = resident.person().attributes();
        PersonText address = request.address() == null
                ? synthesis.address(resident.number(), to, resident.history().size())
                : text(request.address());
        FourAttributes now = new FourAttributes(old.name(), address, old.dateOfBirth(), old.sex());
        return with(resident.person(), now, to, Residence.RESIDENT);
    }

    private static Person married(Person person, LifeEventRequest request) {
        if (request.familyName() == null) {
            throw new BadText();
        }
        FourAttributes old = person.attributes();
        String name = old.name().value();
        int separator = name.indexOf(NAME_SEPARATOR);
        String given = separator < 0 ? name : name.substring(separator + 1);
        PersonText now = text(request.familyName() + NAME_SEPARATOR + given);
        return with(
                person,
                new FourAttributes(now, old.address(), old.dateOfBirth(), old.sex()),
                person.municipality(),
                person.residence());
    }

    /** The authority writes the same place differently, as when a town is renumbered. */
    private static Person corrected(Person person, LifeEventRequest request) {
        FourAttributes old = person.attributes();
        PersonText address = request.address() == null
                ? text(old.address().value().replaceFirst("番([０-９]+)号", "番地の$1"))
                : text(request.address());
        return with(
                person,
                new FourAttributes(old.name(), address, old.dateOfBirth(), old.sex()),
                person.municipality(),
                person.residence());
    }

    private static String abroad(Instant at) {
        var day = ValidityRule.day(at);
        return "国外転出　" + Synthesis.fullWidth(day.getYear()) + "年" + Synthesis.fullWidth(day.getMonthValue()) + "月"
                + Synthesis.fullWidth(day.getDayOfMonth()) + "日";
    }

    private static Person with(Person person, FourAttributes attributes, Municipality municipality, Residence where) {
        return new Person(attributes, municipality, where, person.cardExpiry());
    }

    private static PersonText text(String value) {
        try {
            return PersonText.of(value);
        } catch (IllegalArgumentException e) {
            throw new BadText();
        }
    }

    /** A text no certificate could carry; caught above. */
    private static final class BadText extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A device or key that does not exist; caught above. */
    private static final class BadChoice extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
