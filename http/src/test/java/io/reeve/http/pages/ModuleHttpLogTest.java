package io.reeve.http.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.reeve.http.testing.RawHttp;
import io.reeve.http.testing.TestServer;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log of failing pages: a path may hold a token, and the end of the log goes into diagnostics. */
class ModuleHttpLogTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                lines.add(event.getFormattedMessage());
            }
        }
    };
    private final TestServer server = new TestServer(exchange -> ModuleHttp.dispatch(exchange, "hook", on -> {
        if (on.getRequestURI().getPath().endsWith("late")) {
            throw new SocketTimeoutException("of hunter2");
        }
        throw new IllegalStateException("it failed");
    }));

    @BeforeEach
    void listen() {
        appender.start();
        ((Logger) LoggerFactory.getLogger(ModuleHttp.class)).addAppender(appender);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(ModuleHttp.class)).detachAppender(appender);
        server.close();
    }

    @Test
    void linesAboutAPageThatFailsOrIsLateNameTheModuleAndTheMethodAndNotThePath() throws Exception {
        for (String path : List.of("/hook/hunter2", "/hook/hunter2/late")) {
            assertThat(RawHttp.request(server.port(), "GET " + path + " HTTP/1.1", "Host: h", "Connection: close"))
                    .contains("\"id\"");
        }
        await().until(() -> lines.size() == 2);
        assertThat(lines.getFirst()).startsWith("module 'hook' failed to answer a GET (error id ");
        assertThat(lines.getLast()).startsWith("module 'hook' did not answer a GET in time (error id ");
        assertThat(String.join("\n", lines)).doesNotContain("hunter2");
    }
}
