package dev.musubi.issuer.promise;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What is promised: from where it is known that a certificate was revoked, how soon the state shows it at the latest, and what
 * follows. Relying parties read it in the provider's metadata and can tell for themselves how old a standing may be.
 */
@Component
public final class MonitoringPolicy {

    /** J-LIS publishes each municipality's list once a day. */
    private static final Duration BETWEEN_LISTS = Duration.ofDays(1);

    /** An answer of OCSP is as old at most (JPKI's own refresh). */
    private static final Duration ON_DEMAND = Duration.ofMinutes(15);

    private final Duration interval;
    private final Duration tick;
    private final Duration toApply;
    private final Duration toList;

    MonitoringPolicy(
            @Value("${musubi.sweep.interval:PT1H}") Duration interval,
            @Value("${musubi.sweep.tick:PT10S}") Duration tick,
            MonitoringSettings settings) {
        this.interval = interval;
        this.tick = tick;
        this.toApply = settings.toApply();
        this.toList = settings.toList();
    }

    /** From a list's publication to the state, at the latest: until it is asked for, fetched and gone through. */
    public Duration fromList() {
        return interval.plus(tick).plus(toApply);
    }

    /** From a revocation to the state, at the latest, with all sources at work: until it is on a list, and that. */
    public Duration fromRevocation() {
        return BETWEEN_LISTS.plus(fromList());
    }

    /** From the state to a signed status list, at the latest. */
    public Duration toList() {
        return toList;
    }

    /** From a revocation to the state where somebody asks for the state of this very moment. */
    public Duration onDemand() {
        return ON_DEMAND;
    }

    /** As the metadata have it. */
    public Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("sources", List.of("crl", "ocsp_on_demand"));
        metadata.put("interval", interval.toSeconds());
        metadata.put("worst_case_from_publication", fromList().toSeconds());
        metadata.put("worst_case_detection", fromRevocation().toSeconds());
        metadata.put("worst_case_to_status_list", toList.toSeconds());
        metadata.put("on_demand_worst_case", ON_DEMAND.toSeconds());
        Map<String, Object> consequences = new LinkedHashMap<>();
        consequences.put("attributes_changed", "REISSUE_REQUIRED, or refreshed with consent");
        consequences.put("certificate_renewed_or_expired", "REISSUE_REQUIRED, or refreshed with consent");
        consequences.put("key_in_doubt", "SUSPENDED");
        consequences.put("no_longer_needed", "ENDED");
        metadata.put("consequences", consequences);
        return metadata;
    }
}
