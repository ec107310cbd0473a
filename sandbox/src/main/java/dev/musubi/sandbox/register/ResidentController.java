package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /residents}: who is in the register, and what happens to them. */
@RestController
public final class ResidentController {

    private static final int MOST_AT_ONCE = 1000;
    private static final int LARGEST_OFFSET = 10_000_000;
    private static final int LONGEST_QUERY = 100;
    private static final int MOST_SEARCHED = 200_000;

    private final ResidentRegister register;
    private final Municipalities municipalities;
    private final CertificateView.Maker views;
    private final SandboxClock clock;

    ResidentController(
            ResidentRegister register, Municipalities municipalities, CertificateView.Maker views, SandboxClock clock) {
        this.register = register;
        this.municipalities = municipalities;
        this.views = views;
        this.clock = clock;
    }

    record Line(String id, String name, String address, String municipality, Residence residence) {

        @Override
        public String toString() {
            return "Line[redacted]";
        }
    }

    record Page(int total, int offset, List<Line> residents) {

        @Override
        public String toString() {
            return "Page[redacted]";
        }
    }

    record Text(String value, String substitutes) {
        static Text of(PersonText text) {
            return new Text(text.value(), text.substituteFlags());
        }

        @Override
        public String toString() {
            return "Text[redacted]";
        }
    }

    record Full(
            String id,
            Text name,
            Text address,
            String dateOfBirth,
            String sex,
            Municipality municipality,
            Residence residence,
            LocalDate cardExpiry,
            List<CertificateView> certificates,
            Map<String, Integer> triesLeft,
            List<Resident.Event> events) {

        @Override
        public String toString() {
            return "Full[redacted]";
        }
    }

    record EventRequest(
            @Nullable LifeEventType type,
            @Nullable String municipality,
            @Nullable String address,
            @Nullable String familyName,
            @Nullable String device,
            @Nullable String key,
            @Nullable Boolean newCertificate) {

        @Override
        public String toString() {
            return "EventRequest[" + type + "]";
        }
    }

    record EventResult(
            LifeEventType type,
            Instant at,
            List<CertificateView> revoked,
            List<CertificateView> issued,
            Full resident) {

        @Override
        public String toString() {
            return "EventResult[" + type + "]";
        }
    }

    @GetMapping("/municipalities")
    List<Municipality> municipalities() {
        return municipalities.all();
    }

    @GetMapping("/residents")
    Page list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "") String q) {
        if (limit < 1 || limit > MOST_AT_ONCE || offset < 0 || offset > LARGEST_OFFSET || q.length() > LONGEST_QUERY) {
            throw Problem.malformed("limit is 1 to 1000, offset 0 to 10,000,000, q at most 100 characters.");
        }
        List<Line> lines = new ArrayList<>();
        int total = 0;
        if (q.isEmpty()) {
            total = register.size();
            for (int number = offset + 1; number <= total && lines.size() < limit; number++) {
                lines.add(line(register.find(number).orElseThrow()));
            }
        } else {
            for (int number = 1; number <= Math.min(register.size(), MOST_SEARCHED); number++) {
                Resident resident = register.find(number).orElseThrow();
                if (matches(resident, q) && total++ >= offset && lines.size() < limit) {
                    lines.add(line(resident));
                }
            }
        }
        return new Page(total, offset, lines);
    }

    @GetMapping("/residents/{id}")
    Full one(@PathVariable String id) {
        return full(resident(id));
    }

    @PostMapping("/residents/{id}/events")
    ResponseEntity<EventResult> live(@PathVariable String id, @RequestBody EventRequest request) {
        Resident resident = resident(id);
        LifeEventType type =
                Optional.ofNullable(request.type()).orElseThrow(() -> Problem.malformed("Say the type of the event."));
        LifeEventRequest wanted = new LifeEventRequest(
                type,
                request.municipality(),
                request.address(),
                request.familyName(),
                request.device(),
                request.key(),
                Boolean.TRUE.equals(request.newCertificate()));
        return switch (register.live(resident.number(), wanted, clock.instant())) {
            case LifeOutcome.Happened happened ->
                ResponseEntity.status(201)
                        .body(new EventResult(
                                type,
                                happened.at(),
                                views(happened.revoked(), happened.at()),
                                views(happened.issued(), happened.at()),
                                full(happened.resident())));
            case LifeOutcome.Refused(LifeEventFault fault) -> throw new Problem(409, fault.code(), fault.sentence());
        };
    }

    private Resident resident(String id) {
        var number = ResidentId.parse(id);
        if (number.isPresent()) {
            Optional<Resident> found = register.find(number.getAsInt());
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Problem(404, "UNKNOWN_RESIDENT", "There is no resident with this id.");
    }

    private static boolean matches(Resident resident, String q) {
        FourAttributes four = resident.person().attributes();
        return resident.id().equals(q)
                || four.name().value().contains(q)
                || four.address().value().contains(q);
    }

    private static Line line(Resident resident) {
        Person person = resident.person();
        return new Line(
                resident.id(),
                person.attributes().name().value(),
                person.attributes().address().value(),
                person.municipality().code(),
                person.residence());
    }

    private Full full(Resident resident) {
        Person person = resident.person();
        FourAttributes four = person.attributes();
        Map<String, Integer> tries = new LinkedHashMap<>();
        for (ResidentPin pin : ResidentPin.values()) {
            tries.put(pin.name(), resident.triesLeft(pin));
        }
        return new Full(
                resident.id(),
                Text.of(four.name()),
                Text.of(four.address()),
                four.dateOfBirth().encode(),
                four.sex().certificateCode(),
                person.municipality(),
                person.residence(),
                person.cardExpiry(),
                views(resident.certificates(), clock.instant()),
                tries,
                resident.history());
    }

    private List<CertificateView> views(List<CertificateRecord> records, Instant at) {
        return records.stream().map(record -> views.of(record, at)).toList();
    }
}
