package dev.musubi.issuer.privateid;

import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.Era;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the four attributes say, as a page writes it: names and addresses as they are, dates and the sex in words. */
public final class AttributeWords {

    private static final Message MALE = new Message("男", "male");
    private static final Message FEMALE = new Message("女", "female");
    private static final Message UNKNOWN = new Message("不明", "unknown");

    private AttributeWords() {}

    /**
     * A part of a text.
     *
     * @param substitute whether it is one character that stands for another which a certificate cannot write
     */
    public record Piece(String text, boolean substitute) {}

    /** What this one says. */
    public static Message of(Attribute attribute, FourAttributes four) {
        return switch (attribute) {
            case NAME -> same(four.name().value());
            case ADDRESS -> same(four.address().value());
            case DATE_OF_BIRTH -> dateOfBirth(four.dateOfBirth());
            case SEX -> sex(four.sex());
        };
    }

    /** A name or an address in parts, so that its substitute characters can be pointed out; empty for the other two. */
    public static List<Piece> pieces(Attribute attribute, FourAttributes four) {
        return switch (attribute) {
            case NAME -> pieces(four.name());
            case ADDRESS -> pieces(four.address());
            case DATE_OF_BIRTH, SEX -> List.of();
        };
    }

    /** The characters in it that stand for others, each once. */
    public static List<String> substitutes(Attribute attribute, FourAttributes four) {
        return pieces(attribute, four).stream()
                .filter(Piece::substitute)
                .map(Piece::text)
                .distinct()
                .toList();
    }

    private static List<Piece> pieces(PersonText text) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int[] characters = text.value().codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            if (text.substituteFlags().charAt(i) == '1') {
                if (!plain.isEmpty()) {
                    pieces.add(new Piece(plain.toString(), false));
                    plain.setLength(0);
                }
                pieces.add(new Piece(Character.toString(characters[i]), true));
            } else {
                plain.appendCodePoint(characters[i]);
            }
        }
        if (!plain.isEmpty()) {
            pieces.add(new Piece(plain.toString(), false));
        }
        return pieces;
    }

    private static Message same(String text) {
        return new Message(text, text);
    }

    private static Message dateOfBirth(DateOfBirth date) {
        return date.complete()
                .map(day -> new Message(
                        Moment.date(day, Language.JAPANESE),
                        Moment.date(day, Language.ENGLISH),
                        Moment.date(day, Language.EASY_JAPANESE)))
                .orElseGet(() -> partlyKnown(date));
    }

    /** What is known of it; the register does not know more either. */
    private static Message partlyKnown(DateOfBirth date) {
        String japanese = (date.year() == 0 ? "年不明 " : year(date))
                + (date.month() == 0 ? "月不明 " : date.month() + "月")
                + (date.day() == 0 ? "日不明" : date.day() + "日");
        String english = (date.day() == 0 ? "day unknown, " : date.day() + " ")
                + (date.month() == 0
                        ? "month unknown, "
                        : Month.of(date.month()).getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " ")
                + (date.year() == 0 ? "year unknown" : Integer.toString(date.year()));
        return new Message(japanese, english);
    }

    private static String year(DateOfBirth date) {
        int ofEra = date.year() - before(date.era());
        return date.era() == Era.UNKNOWN || ofEra < 1
                ? date.year() + "年"
                : date.era().japaneseName() + (ofEra == 1 ? "元" : Integer.toString(ofEra)) + "年";
    }

    /** The year before the first one of an era. */
    private static int before(Era era) {
        return switch (era) {
            case MEIJI -> 1867;
            case TAISHO -> 1911;
            case SHOWA -> 1925;
            case HEISEI -> 1988;
            case REIWA -> 2018;
            case UNKNOWN -> 0;
        };
    }

    private static Message sex(Sex sex) {
        return switch (sex) {
            case MALE -> MALE;
            case FEMALE -> FEMALE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
