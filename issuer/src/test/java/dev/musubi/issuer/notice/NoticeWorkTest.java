package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.database.HolderId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits in the queue is read by later releases: its text never changes. */
class NoticeWorkTest {

    private static final DeliveryWork MAIL = new DeliveryWork(Channel.Way.EMAIL);
    private static final HolderId HOLDER = HolderId.of("5f0c2f30-3c1e-4f5e-9a5b-0d7f4d5a1b2c");
    private static final NoticeId NOTICE = NoticeId.of("11111111-2222-3333-4444-555555555555");
    private static final ChannelId CHANNEL = ChannelId.of("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");

    @Test
    void whenItIsWrittenDownThenAlwaysThus() {
        NoticeWork.Due notice = new NoticeWork.Due(HOLDER, NOTICE);
        assertThat(NoticeWork.KIND.write(notice)).isEqualTo(HOLDER + " " + NOTICE);
        assertThat(NoticeWork.KIND.read(1, HOLDER + " " + NOTICE)).isEqualTo(notice);
        DeliveryWork.Due mail = new DeliveryWork.Due(HOLDER, CHANNEL, NOTICE);
        assertThat(MAIL.write(mail)).isEqualTo(HOLDER + " " + CHANNEL + " " + NOTICE);
        assertThat(MAIL.read(1, HOLDER + " " + CHANNEL + " " + NOTICE)).isEqualTo(mail);
        assertThat(MAIL.read(1, HOLDER + " " + CHANNEL + " confirm"))
                .isEqualTo(new DeliveryWork.Due(HOLDER, CHANNEL, null));
        assertThat(CalendarWork.KIND.read(1, CalendarWork.KIND.write(HOLDER))).isEqualTo(HOLDER);
        assertThat(new Ending("1897570799000", 30).subject()).isEqualTo("1897570799000 30");
        assertThat(Ending.parse("1897570799000 30")).contains(new Ending("1897570799000", 30));
    }

    @Test
    void whenAWayHasWorkThenItsKindIsNamedAlwaysThus() {
        assertThat(Channel.Way.values())
                .extracting(each -> new DeliveryWork(each).name())
                .containsExactly("notice_mail", "notice_push", "notice_letter");
    }

    @Test
    void whenItIsNoneThenItIsRefused() {
        assertThatThrownBy(() -> NoticeWork.KIND.read(1, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MAIL.read(1, HOLDER + " " + CHANNEL)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Ending.parse("x")).isEmpty();
        assertThat(Ending.parse("1 -7")).isEmpty();
    }

    @Test
    void whenAMailFailsThenItIsTriedForAboutTwoDays() {
        Duration all = Duration.ZERO;
        for (int failures = 1; failures < MAIL.retry().tries(); failures++) {
            all = all.plus(MAIL.retry().after(failures));
        }
        assertThat(all).isBetween(Duration.ofHours(36), Duration.ofHours(60));
    }

    @Test
    void whenAnOperatorLooksThenNoWorkSaysWhoseItIs() {
        assertThat(NoticeWork.KIND.about(new NoticeWork.Due(HOLDER, NOTICE))).isNull();
        assertThat(MAIL.about(new DeliveryWork.Due(HOLDER, CHANNEL, NOTICE))).isNull();
        assertThat(CalendarWork.KIND.about(HOLDER)).isNull();
    }
}
