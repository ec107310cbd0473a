package dev.musubi.card.trace;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts commands into words. It follows what is selected, so that VERIFY can be told with the name of the PIN. Bytes are shown
 * only where they cannot be a secret: the header of a command of a known class, and the data of SELECT.
 */
final class CommandNames {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final int SELECT = 0xA4;
    private static final int SHORT_ID = 0x1F;

    private @Nullable CardApplicationId application;
    private int file = -1;

    /** A command in words and in bytes, and its answer. */
    record Told(String name, String command, String answer) {}

    void forget() {
        application = null;
        file = -1;
    }

    Told tell(byte[] bytes, byte[] answerBytes) {
        String answer =
                ResponseApdu.parse(answerBytes).map(CommandNames::answer).orElse("no answer");
        boolean known = bytes.length >= 4 && (bytes[0] == 0 || bytes[0] == (byte) 0x80);
        if (!known) {
            return new Told("not a command of this card, " + bytes.length + " bytes", "", answer);
        }
        Optional<CommandApdu> parsed = CommandApdu.parse(bytes);
        if (parsed.isEmpty()) {
            return new Told("lengths do not agree, " + bytes.length + " bytes", header(bytes), answer);
        }
        CommandApdu command = parsed.get();
        boolean done = answerBytes.length >= 2 && answerBytes[answerBytes.length - 2] == (byte) 0x90;
        String name = name(command, done);
        return new Told(name, shown(command, bytes), answer);
    }

    private static String header(byte[] bytes) {
        return HEX.formatHex(Arrays.copyOf(bytes, 4));
    }

    private static String shown(CommandApdu command, byte[] bytes) {
        String header = header(bytes);
        int length = command.data().length;
        if (command.cla() == 0 && command.ins() == SELECT && length <= 16) {
            return HEX.formatHex(bytes);
        }
        String data = switch (command.ins()) {
            case 0x20, 0x24 -> length == 0 ? "" : " [PIN]";
            default -> length == 0 ? "" : " [" + length + " bytes]";
        };
        return header + data + (command.expected() == 0 || length > 0 ? "" : " le " + command.expected());
    }

    private static String answer(ResponseApdu response) {
        int length = response.data().length;
        return (length == 0 ? "" : length + " bytes, ") + response.status() + " " + meaning(response.status());
    }

    private static String meaning(StatusWord status) {
        if (status.triesLeft().isPresent()) {
            return "tries left: " + status.triesLeft().getAsInt();
        }
        return switch (status.value()) {
            case 0x9000 -> "done";
            case 0x6581 -> "memory failure";
            case 0x6700 -> "wrong length";
            case 0x6981 -> "wrong kind of file";
            case 0x6982 -> "PIN needed";
            case 0x6984 -> "PIN locked";
            case 0x6986 -> "nothing selected";
            case 0x6A80 -> "wrong data";
            case 0x6A82 -> "not found";
            case 0x6A86 -> "wrong P1 or P2";
            case 0x6B00 -> "past the end";
            case 0x6D00 -> "unknown instruction";
            case 0x6E00 -> "unknown class";
            default -> "";
        };
    }

    private String name(CommandApdu command, boolean done) {
        return switch (command.cla() << 8 | command.ins()) {
            case 0x00A4 -> select(command, done);
            case 0x00B0 -> {
                boolean byShortId = (command.p1() & 0x80) != 0;
                if (byShortId) {
                    refer(command.p1());
                }
                int offset = byShortId ? command.p2() : command.p1() << 8 | command.p2();
                yield "READ BINARY " + fileName() + ", from " + offset;
            }
            case 0x0020 -> {
                refer(command.p2());
                yield command.data().length == 0 ? "VERIFY, tries left of " + fileName() : "VERIFY " + fileName();
            }
            case 0x0024 -> {
                refer(command.p2());
                yield "CHANGE REFERENCE DATA " + fileName();
            }
            case 0x0084 -> "GET CHALLENGE";
            case 0x802A -> {
                refer(command.p2());
                yield "COMPUTE DIGITAL SIGNATURE " + fileName();
            }
            default -> String.format("unknown instruction %02X", command.ins());
        };
    }

    private String select(CommandApdu command, boolean done) {
        byte[] data = command.data();
        return switch (command.p1()) {
            case 0x04 -> {
                Optional<CardApplicationId> named = Arrays.stream(CardApplicationId.values())
                        .filter(each -> Arrays.equals(each.bytes(), data))
                        .findFirst();
                if (done) {
                    application = named.orElse(null);
                    file = -1;
                }
                yield "SELECT application "
                        + named.map(CommandNames::applicationName).orElse("(another card's)");
            }
            case 0x02 -> {
                if (data.length != 2) {
                    yield "SELECT file";
                }
                int wanted = (data[0] & 0xFF) << 8 | (data[1] & 0xFF);
                String name = "SELECT file " + fileName(application, wanted);
                if (done) {
                    file = wanted;
                }
                yield name;
            }
            default -> "SELECT";
        };
    }

    private void refer(int parameter) {
        int shortId = parameter & SHORT_ID;
        if ((parameter & ~SHORT_ID) == 0x80 && shortId != 0 && shortId != SHORT_ID) {
            file = shortId;
        }
    }

    private String fileName() {
        return file < 0 ? "no file" : fileName(application, file);
    }

    private static String applicationName(CardApplicationId application) {
        return switch (application) {
            case JPKI -> "JPKI";
            case CARD_SURFACE_INPUT -> "card-surface input";
            case ISSUER_SECURITY_DOMAIN -> "issuer security domain";
        };
    }

    private static String fileName(@Nullable CardApplicationId application, int file) {
        String number = String.format("%04X", file);
        if (application == null) {
            return number;
        }
        return number
                + switch (application) {
                    case JPKI -> jpkiFile(file);
                    case CARD_SURFACE_INPUT -> surfaceFile(file);
                    case ISSUER_SECURITY_DOMAIN -> "";
                };
    }

    private static String jpkiFile(int file) {
        for (CardKey key : CardKey.values()) {
            String which = key == CardKey.SIGNATURE ? "signature" : "authentication";
            if (file == key.certificateFile()) {
                return " (" + which + " certificate)";
            }
            if (file == key.authorityFile()) {
                return " (" + which + " authority's certificate)";
            }
            if (file == key.keyFile()) {
                return " (" + which + " key)";
            }
            if (file == key.pin().fileId()) {
                return " (" + which + " PIN)";
            }
        }
        return switch (file) {
            case 0x0006 -> " (token information)";
            case 0x0008 -> " (availability)";
            default -> "";
        };
    }

    private static String surfaceFile(int file) {
        return switch (file) {
            case 0x0001 -> " (My Number)";
            case 0x0002 -> " (four attributes)";
            default -> file == CardPin.CARD_SURFACE.fileId() ? " (card-surface PIN)" : "";
        };
    }
}
