package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.outbound.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Carries notices to browsers, and understands what push services say. */
@Component
class PushCarrier implements Carrier {

    private static final Duration NOT_NOW = Duration.ofSeconds(30);

    /** A push service may ask for patience in its own interest, within reason. */
    private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    /** For so long it may ask; then its asking counts as failing, which ends some day. */
    private static final Duration PATIENCE = Duration.ofDays(2);

    private final Delivery delivery;
    private final PushWriter writer;
    private final FurtherWays ways;
    private final PushWay push;
    private final NoticeSettings settings;
    private final InstantSource clock;

    PushCarrier(
            Delivery delivery,
            PushWriter writer,
            FurtherWays ways,
            PushWay push,
            NoticeSettings settings,
            InstantSource clock) {
        this.delivery = delivery;
        this.writer = writer;
        this.ways = ways;
        this.push = push;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.notices.tick:PT5S}", initialDelayString = "${musubi.notices.tick:PT5S}")
    void deliver() throws InterruptedException {
        delivery.by(this);
    }

    @Override
    public Channel.Way way() {
        return Channel.Way.PUSH;
    }

    @Override
    public boolean isOffered() {
        return push.isOffered();
    }

    @Override
    public int atOnce() {
        return settings.push().atOnce();
    }

    @Override
    public Parcel notice(HolderId holderId, Channel channel, Notices.Kept kept) {
        PushSubscription to = ways.subscription(holderId, channel.id());
        PushMessage message = writer.notice(holderId, channel, kept);
        Instant until = kept.notice().at().plus(PATIENCE);
        return () -> switch (push.send(to, message)) {
            case Outcome.Answered answer -> carried(answer, until);
            case Outcome.Busy busy -> new Carried.NotNow(busy.code(), NOT_NOW);
            case Outcome.BreakerOpen open -> new Carried.NotNow(open.code(), NOT_NOW);
            case Outcome.Failed failed -> new Carried.Failed(failed.code());
        };
    }

    private Carried carried(Outcome.Answered answer, Instant until) {
        return switch (answer.status()) {
            // RFC 8030 section 5 says 201; there are services that say another success.
            case 200, 201, 202, 204 -> new Carried.Taken();
            // RFC 8030 section 7.3: the subscription has expired, or its browser has ended it.
            case 404, 410 -> new Carried.NobodyThere();
            // RFC 8030 section 8.4 and RFC 6585 section 4; RFC 9110 section 15.6.4.
            case 429, 503 ->
                patience(answer)
                        .filter(wait -> clock.instant().isBefore(until))
                        .<Carried>map(wait -> new Carried.NotNow(code(answer), wait))
                        .orElseGet(() -> new Carried.Failed(code(answer)));
            default -> new Carried.Failed(code(answer));
        };
    }

    private static String code(Outcome.Answered answer) {
        return "push_" + answer.status();
    }

    /** RFC 9110 section 10.2.3, in seconds; a date there is read as nothing said. */
    private static Optional<Duration> patience(Outcome.Answered answer) {
        return answer.header("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Integer.parseInt(text)))
                .map(wait -> wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
