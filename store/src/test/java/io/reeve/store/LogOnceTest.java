package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogOnceTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LogOnceTest.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void aReasonOfSeveralLinesIsOneLineAndSaidOnce() {
        LogOnce log = new LogOnce(logger);
        for (int i = 0; i < 2; i++) {
            log.warn("/a", "unexpected token\r\n at [Source: line 1]\u001b[31m");
        }
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("skipped /a: unexpected token at [Source: line 1]?[31m; delete it, or repair it");
    }
}
