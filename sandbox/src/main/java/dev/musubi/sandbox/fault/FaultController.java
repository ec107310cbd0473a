package dev.musubi.sandbox.fault;

import dev.musubi.sandbox.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /faults}: which faults are in force, and replacing them. */
@RestController
public final class FaultController {

    private final Faults faults;

    FaultController(Faults faults) {
        this.faults = faults;
    }

    record FaultSet(@Nullable List<Fault> faults) {}

    @GetMapping("/faults")
    FaultSet inForce() {
        return new FaultSet(faults.inForce().stream().sorted().toList());
    }

    @PutMapping("/faults")
    FaultSet replace(@RequestBody FaultSet wanted) {
        if (wanted.faults() == null || wanted.faults().stream().anyMatch(java.util.Objects::isNull)) {
            throw Problem.malformed("Say which faults: {\"faults\":[…]}.");
        }
        faults.replace(wanted.faults());
        return inForce();
    }
}
