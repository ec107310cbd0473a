package dev.musubi.sandbox.register;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The municipalities the sandbox knows: all 47 prefectures, and several municipalities of each. */
public final class Municipalities {

    private static final int PREFECTURE_CODE_LENGTH = 2;

    private final Map<String, Municipality> byCode = new LinkedHashMap<>();
    private final List<List<Municipality>> byPrefecture = new ArrayList<>();

    private Municipalities() {}

    /** Reads the shipped list. */
    public static Municipalities load() {
        Municipalities all = new Municipalities();
        try (InputStream in = Municipalities.class.getResourceAsStream("municipalities.csv")) {
            if (in == null) {
                throw new IllegalStateException("the list of municipalities is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String[] prefecture = {"", "", ""};
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] fields = line.split(",", -1);
                if (fields[0].length() == PREFECTURE_CODE_LENGTH) {
                    prefecture = fields;
                    all.byPrefecture.add(new ArrayList<>());
                } else {
                    Municipality one = new Municipality(fields[0], prefecture[1], fields[1], prefecture[2], fields[2]);
                    all.byCode.put(one.code(), one);
                    all.byPrefecture.getLast().add(one);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The municipality with this five-digit code. */
    public Optional<Municipality> byCode(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** All of them, in the order of their codes. */
    public List<Municipality> all() {
        return List.copyOf(byCode.values());
    }

    /** The municipality with these names in romaji. */
    public Optional<Municipality> byRomaji(String prefecture, String municipality) {
        return byCode.values().stream()
                .filter(m ->
                        m.prefectureRomaji().equals(prefecture) && m.romaji().equals(municipality))
                .findFirst();
    }

    /** Those of one prefecture, counted from 0 (Hokkaido) to 46 (Okinawa). */
    List<Municipality> ofPrefecture(int index) {
        return byPrefecture.get(index);
    }

    int prefectures() {
        return byPrefecture.size();
    }

    /** One we know from a journal. */
    Municipality known(String code) {
        return byCode(code).orElseThrow(() -> new IllegalStateException("the journal names an unknown municipality"));
    }
}
