package dev.musubi.app.conformance;

import dev.musubi.app.client.Tls;
import dev.musubi.app.process.Platform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who plays the other side in which plan. */
final class Roles {

    private final Platform platform;
    private final Suite suite;
    private final List<Path> trusted;

    /**
     * For one platform and one suite.
     *
     * @param trusted the suite's certificates (PEM)
     */
    Roles(Platform platform, Suite suite, List<Path> trusted) {
        this.platform = platform;
        this.suite = suite;
        this.trusted = List.copyOf(trusted);
    }

    /**
     * By the alias of the plan.
     *
     * @param resident who is watched
     * @param door where receivers are pushed to
     */
    Map<String, OtherSide.Role> of(List<Plans.Plan> plans, String resident, PushDoor door) {
        Map<String, OtherSide.Role> roles = new LinkedHashMap<>();
        for (Plans.Plan plan : plans) {
            switch (plan.name()) {
                case SignalPlans.CAEP_TRANSMITTER -> roles.put(plan.alias(), watched(plan, resident));
                case SignalPlans.RECEIVER, SignalPlans.CAEP_RECEIVER ->
                    roles.put(
                            plan.alias(), new PlayedReceiver(trusted, plan.alias(), door, SignalPlans.isPushed(plan)));
                default -> {
                    // The suite does all of it.
                }
            }
        }
        return roles;
    }

    private OtherSide.Role watched(Plans.Plan plan, String resident) {
        Map<?, ?> client = (Map<?, ?>) plan.configuration().getOrDefault("client", Map.of());
        return new WatchedResident(
                platform.holdersUri(),
                platform.serverCertificate(),
                platform.mynaAppCertificate(),
                Tls.context(platform.serverCertificate(), null),
                resident,
                String.valueOf(client.get("client_id")),
                String.valueOf(client.get("client_secret")),
                suite.callback(plan.alias()));
    }
}
