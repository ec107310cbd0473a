package dev.musubi.sandbox.reader;

import dev.musubi.card.trace.Exchange;
import dev.musubi.card.vpcd.VpcdLink;
import dev.musubi.sandbox.card.Device;
import dev.musubi.sandbox.card.KeyUse;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.problem.Problem;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentId;
import dev.musubi.sandbox.register.ResidentRegister;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /reader}: whose card lies in the virtual reader of this machine, and what is said to it. */
@RestController
public final class ReaderController {

    private static final int LARGEST_PORT = 65535;

    private final CardInReader reader;
    private final ResidentRegister register;
    private final SandboxClock clock;

    ReaderController(CardInReader reader, ResidentRegister register, SandboxClock clock) {
        this.reader = reader;
        this.register = register;
        this.clock = clock;
    }

    record InsertRequest(
            @Nullable String resident,
            @Nullable Device device,
            @Nullable Integer port) {}

    record ReaderView(
            boolean inserted,
            @Nullable String resident,
            @Nullable Device device,
            @Nullable Integer port,
            boolean seen) {}

    record Trace(List<Exchange> exchanges) {}

    @GetMapping("/reader")
    ReaderView status() {
        return view(reader.inserted());
    }

    @PutMapping("/reader")
    ReaderView insert(@RequestBody InsertRequest request) {
        Device device = request.device() == null ? Device.CARD : request.device();
        int port = request.port() == null ? VpcdLink.PORT : request.port();
        if (port < 1 || port > LARGEST_PORT) {
            throw Problem.malformed("A port is 1 to 65,535.");
        }
        Resident resident = resident(request.resident());
        boolean hasKey = Arrays.stream(KeyUse.values())
                .anyMatch(use ->
                        resident.onDevice(use.kindOn(device), clock.instant()).isPresent());
        if (!hasKey) {
            throw new Problem(
                    409, device == Device.CARD ? "NO_CERTIFICATE" : "NO_SMARTPHONE_CERTIFICATE", "この住民は電子証明書を持っていません。");
        }
        Optional<CardInReader.Inserted> inserted = reader.insert(resident.number(), device, port);
        if (inserted.isEmpty()) {
            throw new Problem(409, "NO_VIRTUAL_READER", "Nothing listens on port " + port + " of this machine.");
        }
        return view(inserted);
    }

    @DeleteMapping("/reader")
    ReaderView remove() {
        reader.remove();
        return view(Optional.empty());
    }

    @GetMapping("/reader/trace")
    Trace trace(@RequestParam(defaultValue = "0") long after) {
        return new Trace(reader.trace(after));
    }

    private static ReaderView view(Optional<CardInReader.Inserted> inserted) {
        return inserted.map(card ->
                        new ReaderView(true, ResidentId.of(card.resident()), card.device(), card.port(), card.seen()))
                .orElseGet(() -> new ReaderView(false, null, null, null, false));
    }

    private Resident resident(@Nullable String id) {
        if (id == null) {
            throw Problem.malformed("Say whose card: resident.");
        }
        var number = ResidentId.parse(id);
        if (number.isPresent()) {
            Optional<Resident> found = register.find(number.getAsInt());
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Problem(404, "UNKNOWN_RESIDENT", "There is no resident with this id.");
    }
}
