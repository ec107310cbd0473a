package dev.musubi.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.PropertySource;

/**
 * What it takes to have documents signed with the card: where they are signed, and where signatures are verified, at J-LIS.
 *
 * @param app the way to マイナアプリ
 * @param desk the signature verifier's part
 */
record Signatures(MynaApp app, SignatureDesk desk) {

    private static final List<String> ALL = List.of(
            "authorities", "ocsp", "mynaapp", "mynaapp-sign-transactions", "mynaapp-keys", "mynaapp-trust-store");

    /**
     * By what the program was started with; empty where nothing is said of it.
     *
     * @throws IllegalArgumentException if a part of it is missing
     */
    static Optional<Signatures> of(PropertySource<?> given, ShopFolder folder, InstantSource clock) {
        List<String> missing = ALL.stream()
                .filter(each -> DemoProgram.text(given, each, "").isEmpty())
                .toList();
        if (missing.size() == ALL.size()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "for signatures with the card these are missing: --" + String.join(", --", missing));
        }
        Path keys = path(given, "mynaapp-keys").resolve(folder.shop().id());
        MynaApp app = MynaApp.at(
                new MynaApp.Server(
                        uri(given, "mynaapp"),
                        uri(given, "mynaapp-sign-transactions"),
                        path(given, "mynaapp-trust-store"),
                        DemoProgram.text(given, "mynaapp-trust-store-password", "")),
                folder.shop().id(),
                folder.origin(),
                keys.resolve("assertion-key.json"),
                clock);
        return Optional.of(new Signatures(
                app,
                new SignatureDesk(
                        path(given, "authorities"), uri(given, "ocsp"), keys.resolve("evidence-keys.json"), clock)));
    }

    private static URI uri(PropertySource<?> given, String name) {
        return URI.create(DemoProgram.text(given, name, ""));
    }

    private static Path path(PropertySource<?> given, String name) {
        return Path.of(DemoProgram.text(given, name, ""));
    }
}
