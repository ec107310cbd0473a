package dev.musubi.issuer;

import dev.musubi.issuer.database.Background;
import dev.musubi.issuer.database.DatabaseTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Lets the issuer's clockwork run: the sweep, the refresh, the polls, the deliveries, the tidying up. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SchedulingConfiguration.class);

    /** More than there are tasks: one that waits for J-LIS or for a relying party must not hold up the sweep. */
    private static final int THREADS = 64;

    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(THREADS);
        scheduler.setVirtualThreads(true);
        scheduler.setThreadNamePrefix("musubi-");
        scheduler.setTaskDecorator(Background::of);
        // A failure ends neither the task nor, by its message, what must not be read in a log. Its next run comes.
        scheduler.setErrorHandler(SchedulingConfiguration::failed);
        return scheduler;
    }

    private static void failed(Throwable failure) {
        if (DatabaseTrouble.of(failure).isPresent()) {
            log.warn("task.database_away failure={}", failure.getClass().getName());
            return;
        }
        StackTraceElement[] trace = failure.getStackTrace();
        log.error(
                "task.failed failure={} at={}", failure.getClass().getName(), trace.length == 0 ? "unknown" : trace[0]);
    }
}
