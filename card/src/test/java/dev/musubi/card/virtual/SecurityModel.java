package dev.musubi.card.virtual;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a card must answer, written down a second time and as plainly as can be: numbers and sets, and no classes of the card. */
final class SecurityModel {

    static final String JPKI = "D392F000260100000001";
    static final String SURFACE = "D3921000310001010408";
    static final String ISSUER = "A0000001510000";

    private static final Map<String, Set<Integer>> FILES = Map.of(
            JPKI, Set.of(0x01, 0x02, 0x06, 0x08, 0x0A, 0x0B, 0x17, 0x18, 0x1A, 0x1B),
            SURFACE, Set.of(0x01, 0x02, 0x11),
            ISSUER, Set.of());
    private static final Map<String, Set<Integer>> PINS =
            Map.of(JPKI, Set.of(0x18, 0x1B), SURFACE, Set.of(0x11), ISSUER, Set.of());
    private static final Map<Integer, Integer> PIN_OF_KEY = Map.of(0x17, 0x18, 0x1A, 0x1B);
    private static final Map<Integer, Integer> FULL = Map.of(0x18, 3, 0x1B, 5, 0x11, 3);

    final Map<Integer, String> pins = new HashMap<>(Map.of(0x18, "1234", 0x1B, "ABC123", 0x11, "9876"));
    final Map<Integer, Integer> tries = new HashMap<>(FULL);
    private final Set<Integer> given = new HashSet<>();
    private String application = ISSUER;
    private @Nullable Integer file;

    String selectApplication(String name) {
        if (!FILES.containsKey(name)) {
            return "6A82";
        }
        application = name;
        file = null;
        given.clear();
        return "9000";
    }

    void reset() {
        selectApplication(ISSUER);
    }

    String selectFile(int id) {
        if (!files().contains(id)) {
            return "6A82";
        }
        file = id;
        return "9000";
    }

    private Set<Integer> files() {
        return FILES.getOrDefault(application, Set.of());
    }

    private @Nullable String notAPin() {
        if (file == null) {
            return "6986";
        }
        return PINS.getOrDefault(application, Set.of()).contains(file) ? null : "6981";
    }

    String verify(String candidate) {
        String refusal = notAPin();
        if (refusal != null || file == null) {
            return refusal == null ? "" : refusal;
        }
        int left = tries.getOrDefault(file, 0);
        if (candidate.isEmpty()) {
            return "63C" + left;
        }
        given.remove(file);
        if (left == 0) {
            return "6984";
        }
        if (candidate.equals(pins.get(file))) {
            tries.put(file, FULL.getOrDefault(file, 0));
            given.add(file);
            return "9000";
        }
        tries.put(file, left - 1);
        return "63C" + (left - 1);
    }

    String change(String next) {
        String refusal = notAPin();
        if (refusal != null || file == null) {
            return refusal == null ? "" : refusal;
        }
        if (tries.getOrDefault(file, 0) == 0) {
            return "6984";
        }
        if (!given.contains(file)) {
            return "6982";
        }
        if (!next.matches(file == 0x1B ? "[A-Z0-9]{6,16}" : "[0-9]{4}")) {
            return "6A80";
        }
        pins.put(file, next);
        return "9000";
    }

    String sign() {
        if (file == null) {
            return "6986";
        }
        Integer pin = application.equals(JPKI) ? PIN_OF_KEY.get(file) : null;
        if (pin == null) {
            return "6981";
        }
        return given.contains(pin) ? "9000" : "6982";
    }

    String read() {
        if (file == null) {
            return "6986";
        }
        if (application.equals(JPKI)) {
            return switch (file) {
                case 0x01 -> given.contains(0x1B) ? "9000" : "6982";
                case 0x02, 0x06, 0x08, 0x0A, 0x0B -> "9000";
                default -> "6981";
            };
        }
        return switch (file) {
            case 0x01 -> "6982";
            case 0x02 -> given.contains(0x11) ? "9000" : "6982";
            default -> "6981";
        };
    }
}
