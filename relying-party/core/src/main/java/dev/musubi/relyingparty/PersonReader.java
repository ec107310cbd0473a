package dev.musubi.relyingparty;

import dev.musubi.relyingparty.person.BirthDate;
import dev.musubi.relyingparty.person.Evidence;
import dev.musubi.relyingparty.person.Gender;
import dev.musubi.relyingparty.person.PersonAddress;
import dev.musubi.relyingparty.person.PersonName;
import dev.musubi.relyingparty.person.PersonText;
import dev.musubi.relyingparty.person.Verification;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code verified_claims} (OpenID Identity Assurance Schema Definition 1.0). */
final class PersonReader {

    private PersonReader() {}

    /**
     * The person verified under this trust framework; empty if there is none in these claims.
     *
     * @param latest the latest time it can be: what was verified, signed or recorded later than that was not
     */
    static Optional<VerifiedPerson> read(@Nullable Object verifiedClaims, String trustFramework, Instant latest) {
        List<?> all = verifiedClaims instanceof List<?> several
                ? several
                : verifiedClaims == null ? List.of() : List.of(verifiedClaims);
        for (Object each : all) {
            if (each instanceof Map<?, ?> one
                    && one.get("claims") instanceof Map<?, ?> claims
                    && one.get("verification") instanceof Map<?, ?> verification
                    && trustFramework.equals(verification.get("trust_framework"))) {
                Verification told = verification(trustFramework, verification);
                return isPast(told, latest) ? Optional.of(person(claims, told)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isPast(Verification verification, Instant latest) {
        return Stream.concat(
                        Stream.ofNullable(verification.time()),
                        verification.evidence().stream().flatMap(each -> Stream.ofNullable(each.createdAt())))
                .noneMatch(time -> time.isAfter(latest));
    }

    /** What of these is not known of somebody. */
    static Set<Item> missing(@Nullable VerifiedPerson person, Set<Item> wanted) {
        Set<Item> missing = EnumSet.noneOf(Item.class);
        for (Item item : wanted) {
            boolean known = person != null
                    && switch (item) {
                        case NAME -> person.name() != null;
                        case ADDRESS -> person.address() != null;
                        case BIRTHDATE -> person.birthDate() != null;
                        case GENDER -> person.gender() != null;
                    };
            if (!known) {
                missing.add(item);
            }
        }
        return missing;
    }

    private static VerifiedPerson person(Map<?, ?> claims, Verification verification) {
        Map<?, ?> substitutes = Json.object(claims, "substitute_characters");
        String name = Json.text(claims, "name");
        Map<?, ?> address = Json.object(claims, "address");
        String formatted = Json.text(address, "formatted");
        return new VerifiedPerson(
                name == null
                        ? null
                        : new PersonName(
                                text(name, substitutes, "name"),
                                Json.text(claims, "family_name"),
                                Json.text(claims, "given_name")),
                formatted == null
                        ? null
                        : new PersonAddress(
                                text(formatted, substitutes, "address"),
                                Json.text(address, "region"),
                                Json.text(address, "locality"),
                                Json.text(address, "street_address"),
                                Json.text(address, "country")),
                birth(claims),
                gender(Json.text(claims, "gender")),
                verification);
    }

    private static PersonText text(String value, Map<?, ?> substitutes, String name) {
        String flags = Json.text(substitutes, name);
        return new PersonText(value, flags == null ? "" : flags);
    }

    private static @Nullable BirthDate birth(Map<?, ?> claims) {
        String text = Json.text(claims, "birthdate");
        if (text != null) {
            try {
                return new BirthDate.Whole(LocalDate.parse(text));
            } catch (DateTimeParseException partial) {
                // A year alone, as the claim allows; the parts say more.
            }
        }
        Map<?, ?> parts = Json.object(claims, "birthdate_parts");
        return parts.isEmpty()
                ? null
                : new BirthDate.Partial(
                        Json.integer(parts, "year"), Json.integer(parts, "month"), Json.integer(parts, "day"));
    }

    private static @Nullable Gender gender(@Nullable String text) {
        return text == null
                ? null
                : switch (text) {
                    case "male" -> Gender.MALE;
                    case "female" -> Gender.FEMALE;
                    default -> Gender.UNKNOWN;
                };
    }

    private static Verification verification(String trustFramework, Map<?, ?> verification) {
        List<Evidence> evidence = new ArrayList<>();
        for (Object each : Json.list(verification, "evidence")) {
            if (each instanceof Map<?, ?> entry) {
                evidence(entry).ifPresent(evidence::add);
            }
        }
        return new Verification(
                trustFramework,
                Json.time(verification, "time"),
                Json.text(verification, "verification_process"),
                evidence);
    }

    private static Optional<Evidence> evidence(Map<?, ?> entry) {
        String type = Json.text(entry, "type");
        if ("electronic_signature".equals(type)) {
            String kind = Json.text(entry, "signature_type");
            return Optional.of(new Evidence.ElectronicSignature(
                    kind == null ? "" : kind, Json.text(entry, "issuer"), Json.time(entry, "created_at")));
        }
        if ("electronic_record".equals(type)) {
            Map<?, ?> about = Json.object(entry, "record");
            String kind = Json.text(about, "type");
            return Optional.of(new Evidence.ElectronicRecord(
                    kind == null ? "" : kind,
                    Json.text(Json.object(about, "source"), "name"),
                    Json.time(about, "created_at")));
        }
        return Optional.empty();
    }
}
