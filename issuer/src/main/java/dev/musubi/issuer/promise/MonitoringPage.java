package dev.musubi.issuer.promise;

import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.message.Span;
import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /monitoring}: the same for people: how soon it is noticed that a certificate was revoked, and whether that was kept. */
@Controller
final class MonitoringPage {

    private final Monitoring monitoring;
    private final MonitoringPolicy policy;

    MonitoringPage(Monitoring monitoring, MonitoringPolicy policy) {
        this.monitoring = monitoring;
        this.policy = policy;
    }

    /** A row of the table; without figures where there are too few cases. */
    record Row(
            String stage,
            @Nullable Span promised,
            @Nullable Long count,
            @Nullable Span half,
            @Nullable Span most,
            @Nullable Span worst) {}

    @GetMapping("/monitoring")
    String page(HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        Monitoring.Report report = monitoring.report();
        model.addAttribute("asOf", new Moment(report.asOf()));
        model.addAttribute("days", report.windowDays());
        model.addAttribute("kept", report.kept());
        model.addAttribute("broken", report.broken());
        model.addAttribute("fromList", new Span(policy.fromList()));
        model.addAttribute("onDemand", new Span(policy.onDemand()));
        model.addAttribute("json", MonitoringEndpoint.PATH);
        model.addAttribute(
                "rows", report.stages().stream().map(MonitoringPage::row).toList());
        return "monitoring";
    }

    private static Row row(Monitoring.Stage stage) {
        return new Row(
                stage.stage(),
                span(stage.promisedSeconds()),
                stage.count(),
                span(stage.p50Seconds()),
                span(stage.p99Seconds()),
                span(stage.worstSeconds()));
    }

    private static @Nullable Span span(@Nullable Long seconds) {
        return seconds == null ? null : new Span(Duration.ofSeconds(seconds));
    }
}
