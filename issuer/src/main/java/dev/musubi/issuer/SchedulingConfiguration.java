package dev.musubi.issuer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Lets the issuer's clockwork run: the sweep, the refresh, the polls, the deliveries, the tidying up. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {

    /** More than there are tasks: one that waits for J-LIS or for a relying party must not hold up the sweep. */
    private static final int THREADS = 16;

    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(THREADS);
        scheduler.setVirtualThreads(true);
        scheduler.setThreadNamePrefix("musubi-");
        return scheduler;
    }
}
