package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.Era;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.profile.CertificateKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Computes the residents and their certificates as they are when the sandbox begins: a function of the seed, the day and
 * the resident's number, and of nothing else, so that a hundred thousand of them cost nothing until looked at.
 *
 * <p>In every fifty, one each is somebody special (see {@link Quirk}); the others are ordinary adults.
 */
final class Synthesis {

    static final int PERIOD = 50;
    /** Tokyo first: it has the most municipalities. */
    private static final int FIRST_PREFECTURE = 11;
    /** Base certificates were issued 30 to 1,400 days ago, so that all are in force on the first day. */
    private static final int OLDEST_ISSUE = 1400;

    private static final int NEWEST_ISSUE = 30;
    private static final int MINUTES_OF_OFFICE = 8 * 60;
    private static final String FULL_WIDTH_DIGITS = "０１２３４５６７８９";

    private final long seed;
    private final Instant founded;
    private final Municipalities municipalities;
    private final WordLists words;

    Synthesis(long seed, Instant founded, Municipalities municipalities, WordLists words) {
        this.seed = seed;
        this.founded = founded;
        this.municipalities = municipalities;
        this.words = words;
    }

    /** What is special about a resident, by the number within each fifty. */
    enum Quirk {
        NONE(0),
        SUBSTITUTE_IN_NAME(13),
        PARTIAL_DATE_OF_BIRTH(17),
        LONG_ADDRESS(23),
        FOREIGN_NAME(29),
        CHILD(37),
        SUBSTITUTE_IN_ADDRESS(41),
        SEX_UNKNOWN(43);

        private final int place;

        Quirk(int place) {
            this.place = place;
        }

        static Quirk of(int resident) {
            for (Quirk quirk : values()) {
                if (quirk != NONE && resident % PERIOD == quirk.place) {
                    return quirk;
                }
            }
            return NONE;
        }
    }

    Person person(int resident) {
        SplittableRandom random = random(resident, 1);
        Quirk quirk = Quirk.of(resident);
        List<Municipality> local =
                municipalities.ofPrefecture((resident + FIRST_PREFECTURE) % municipalities.prefectures());
        Municipality municipality = local.get(random.nextInt(local.size()));
        Sex sex = random.nextBoolean() ? Sex.MALE : Sex.FEMALE;
        LocalDate born = born(random, quirk == Quirk.CHILD ? 3 : 18, quirk == Quirk.CHILD ? 10 : 75);
        PersonText name = name(random, sex, quirk);
        PersonText address = address(municipality, random, quirk);
        FourAttributes attributes = new FourAttributes(
                name,
                address,
                quirk == Quirk.PARTIAL_DATE_OF_BIRTH ? partial(born, random.nextInt(3)) : DateOfBirth.of(born),
                quirk == Quirk.SEX_UNKNOWN ? Sex.UNKNOWN : sex);
        LocalDate cardExpiry = ValidityRule.cardEnd(cardIssued(resident), attributes.dateOfBirth());
        return new Person(attributes, municipality, Residence.RESIDENT, cardExpiry);
    }

    List<CertificateRecord> certificates(int resident, Person person) {
        Instant issued = cardIssued(resident);
        DateOfBirth born = person.attributes().dateOfBirth();
        LocalDate end = ValidityRule.certificateEnd(issued, born, false);
        if (end.isAfter(person.cardExpiry())) {
            end = person.cardExpiry();
        }
        Instant notAfter = ValidityRule.lastSecond(end);
        List<CertificateRecord> records = new ArrayList<>();
        boolean signs = ValidityRule.maySign(born, issued);
        if (signs) {
            records.add(record(resident, CertificateKind.CARD_SIGNATURE, person, issued, notAfter));
        }
        records.add(record(resident, CertificateKind.CARD_AUTHENTICATION, person, issued, notAfter));
        SplittableRandom random = random(resident, 3);
        if (signs && random.nextInt(10) < 4) {
            long days = issued.until(founded, ChronoUnit.DAYS) - 1;
            Instant phone = issued.plus(Math.max(0, random.nextLong(days)), ChronoUnit.DAYS);
            records.add(record(resident, CertificateKind.SMARTPHONE_SIGNATURE, person, phone, notAfter));
            records.add(record(resident, CertificateKind.SMARTPHONE_AUTHENTICATION, person, phone, notAfter));
        }
        return records;
    }

    /** An address in a municipality; {@code salt} tells one move from the next. */
    PersonText address(int resident, Municipality municipality, int salt) {
        return address(municipality, random(resident, 100L + salt), Quirk.NONE);
    }

    static long baseSequence(int resident, CertificateKind kind) {
        return resident * 4L
                + switch (kind) {
                    case CARD_SIGNATURE -> 0;
                    case CARD_AUTHENTICATION -> 1;
                    case SMARTPHONE_SIGNATURE -> 2;
                    case SMARTPHONE_AUTHENTICATION -> 3;
                };
    }

    private CertificateRecord record(
            int resident, CertificateKind kind, Person person, Instant notBefore, Instant notAfter) {
        return new CertificateRecord(
                baseSequence(resident, kind),
                resident,
                kind,
                Generations.atFounding(founded, notBefore),
                person.municipality(),
                person.attributes(),
                notBefore,
                notAfter,
                null);
    }

    /** During office hours of a day some time ago. */
    private Instant cardIssued(int resident) {
        SplittableRandom random = random(resident, 2);
        LocalDate day = ValidityRule.day(founded).minusDays(random.nextInt(NEWEST_ISSUE, OLDEST_ISSUE));
        return day.atTime(9, 0)
                .plusMinutes(random.nextInt(MINUTES_OF_OFFICE))
                .plusSeconds(random.nextInt(60))
                .atZone(ValidityRule.JAPAN)
                .toInstant();
    }

    private LocalDate born(SplittableRandom random, int youngest, int years) {
        return LocalDate.ofInstant(founded, ZoneOffset.UTC)
                .minusYears(youngest)
                .minusDays(1L + random.nextInt(years * 365));
    }

    private static DateOfBirth partial(LocalDate born, int which) {
        DateOfBirth whole = DateOfBirth.of(born);
        return switch (which) {
            case 0 -> new DateOfBirth(whole.era(), whole.year(), whole.month(), 0);
            case 1 -> new DateOfBirth(whole.era(), whole.year(), 0, 0);
            default -> new DateOfBirth(whole.era() == Era.UNKNOWN ? Era.SHOWA : whole.era(), 0, 0, 0);
        };
    }

    private PersonText name(SplittableRandom random, Sex sex, Quirk quirk) {
        if (quirk == Quirk.FOREIGN_NAME) {
            return PersonText.of(pick(random, "foreignFamily") + "　" + pick(random, "foreignGiven"));
        }
        String name = pick(random, "family") + "　" + pick(random, sex == Sex.MALE ? "male" : "female");
        if (quirk == Quirk.SUBSTITUTE_IN_NAME) {
            return new PersonText(name, "1" + "0".repeat(name.length() - 1));
        }
        return PersonText.of(name);
    }

    private PersonText address(Municipality municipality, SplittableRandom random, Quirk quirk) {
        StringBuilder text = new StringBuilder(municipality.addressStart());
        int townAt = text.length();
        text.append(pick(random, "town"))
                .append(fullWidth(1 + random.nextInt(6)))
                .append("丁目")
                .append(fullWidth(1 + random.nextInt(30)))
                .append("番")
                .append(fullWidth(1 + random.nextInt(20)))
                .append("号");
        if (random.nextInt(3) == 0 || quirk == Quirk.LONG_ADDRESS) {
            String room = fullWidth(101 + random.nextInt(12) * 100 + random.nextInt(10));
            text.append("　").append(pick(random, "town")).append(pick(random, "building"));
            while (quirk == Quirk.LONG_ADDRESS && text.length() < PersonText.MAXIMUM_LENGTH - room.length() - 6) {
                text.append("グランド");
            }
            text.append(room);
        }
        if (quirk == Quirk.SUBSTITUTE_IN_ADDRESS) {
            String flags = "0".repeat(townAt) + "1" + "0".repeat(text.length() - townAt - 1);
            return new PersonText(text.toString(), flags);
        }
        return PersonText.of(text.toString());
    }

    private String pick(SplittableRandom random, String list) {
        List<String> values = words.list(list);
        return values.get(random.nextInt(values.size()));
    }

    static String fullWidth(int number) {
        StringBuilder text = new StringBuilder();
        Integer.toString(number).chars().forEach(c -> text.append(FULL_WIDTH_DIGITS.charAt(c - '0')));
        return text.toString();
    }

    private SplittableRandom random(int resident, long purpose) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + resident * 0xD1B54A32D192ED03L + purpose);
    }
}
