package dev.musubi.issuer.status;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.util.Comparator;
import org.springframework.stereotype.Component;

/** The published status lists: how many, which of them are stopped, and the one that was signed longest ago. */
@Component
final class StatusReading implements Reading {

    private final StatusLists lists;
    private final ChangeBatches batches;
    private final ChangeSettings settings;

    StatusReading(StatusLists lists, ChangeBatches batches, ChangeSettings settings) {
        this.lists = lists;
        this.batches = batches;
        this.settings = settings;
    }

    @Override
    public void read(Readings readings) {
        readings.add("musubi_status_lists", lists.states().size());
        readings.add("musubi_status_lists_stopped", lists.stopped());
        lists.states().stream()
                .map(StatusPublisher.State::publishedAt)
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> readings.at("musubi_status_lists_oldest_timestamp_seconds", oldest));
        batches.latest()
                .ifPresent(latest -> readings.add(
                        "musubi_changes_latest_timestamp_seconds",
                        (latest + 1) * settings.interval().toSeconds()));
    }
}
