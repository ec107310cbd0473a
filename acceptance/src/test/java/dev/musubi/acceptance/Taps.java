package dev.musubi.acceptance;

import java.util.ArrayList;
import java.util.List;

/** What a resident had to do by hand: each tap on a control, in the browser and on the phone, and each PIN. */
final class Taps {

    private final List<String> taps = new ArrayList<>();
    private final List<String> pins = new ArrayList<>();
    private int scans;

    void tap(String id) {
        taps.add(id);
    }

    void pin(String which) {
        pins.add(which);
    }

    /** Where the phone is another device: its camera is held to the code, which is no tap. The link stands for that. */
    void scan() {
        scans++;
    }

    /** Counts from here on. */
    void begin() {
        taps.clear();
        pins.clear();
        scans = 0;
    }

    List<String> taps() {
        return List.copyOf(taps);
    }

    List<String> pins() {
        return List.copyOf(pins);
    }

    @Override
    public String toString() {
        return taps.size() + " taps " + taps + ", " + pins.size() + " PINs " + pins + ", " + scans + " QR codes";
    }
}
