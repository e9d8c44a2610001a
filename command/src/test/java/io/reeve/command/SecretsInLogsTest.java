package io.reeve.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.grammar.CommandTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Wherever a secret stands in a request, it is neither in the audit channel nor in the log. */
class SecretsInLogsTest {
    private static final String SECRET = "hunter2";
    private final List<String> audit = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final CommandTable table = BuiltinCommands.table(List.of(
            BuiltinCommand.of("config-key set name=key,type=CephString name=val,type=CephString,req=false", "set", "rw",
                    _ -> HandleCommandResult.ok()),
            BuiltinCommand.of("tell name=target,type=CephString name=args,type=CephString,n=N,secret=true", "tell",
                    "rw", _ -> HandleCommandResult.ok()),
            BuiltinCommand.of("login name=user,type=CephString name=password,type=CephString "
                    + "name=times,type=CephInt,range=1|5,req=false,positional=false", "fail", "rw", c -> {
                        throw new IllegalStateException("cannot log in with " + c.string("password"),
                                new IllegalArgumentException(c.string("password") + " is too short"));
                    }),
            BuiltinCommand.of("pool set name=value,type=CephString,secret=false", "set", "rw",
                    _ -> HandleCommandResult.ok())),
            Map.of());
    private final CommandDispatcher dispatcher = new CommandDispatcher(() -> table,
            (_, _) -> HandleCommandResult.ok(), _ -> new Gate.Open(1), audit::add, System::nanoTime);

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger("io.reeve")).addAppender(log);
    }

    @AfterEach
    void leave() {
        ((Logger) LoggerFactory.getLogger("io.reeve")).detachAppender(log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config-key set db/pass hunter2", "config-key set db/pass my hunter2",
            "config-key set hunter2 x hunter2", "tell osd.0 config set password hunter2", "tell hunter2", "hunter2",
            "config-key hunter2", "config-key set k v --hunter2", "config-key set k v --hunter2=hunter2",
            "config-key set k --val hunter2 --val=hunter2", "login me hunter2", "login me hunter2 hunter2",
            "login me hunter2 --times=hunter2", "login me hunter2 --times=7 --hunter2", "login hunter2",
            "login me x --format hunter2", "config-key set k --hunter2"})
    void aSecretIsInNoLog(String line) throws Exception {
        send(new CommandRequest.Words(List.of(line.split(" "))));

        assertThat(audit).isNotEmpty();
        assertThat(String.join("\n", audit) + logged()).doesNotContain(SECRET);
    }

    @Test
    void aSecretInAJsonRequestIsInNoLog() throws Exception {
        for (Map<String, Object> args : List.<Map<String, Object>>of(Map.of("val", SECRET), Map.of(SECRET, "k"),
                Map.of("key", List.of(SECRET)), Map.of("key", "k", "val", Map.of(SECRET, SECRET)))) {
            send(new CommandRequest.Prefix("config-key set", Map.copyOf(args)));
        }
        send(new CommandRequest.Prefix("config-key " + SECRET, Map.of()));
        send(new CommandRequest.Prefix("login", Map.of("user", "me", "password", SECRET, "times", SECRET)));

        assertThat(audit).hasSize(6);
        assertThat(String.join("\n", audit) + logged()).doesNotContain(SECRET);
    }

    @Test
    void ofARefusedCommandTheLiteralsAndTheKindOfErrorAreShown() throws Exception {
        send(new CommandRequest.Words(List.of("config-key", "set", "db/pass", "my", SECRET)));
        send(new CommandRequest.Words(List.of("config-key", "gte", SECRET)));
        send(new CommandRequest.Words(List.of("login", "me")));
        send(new CommandRequest.Words(List.of("login", "me", "x", "--times=9")));

        assertThat(audit).extracting(line -> line.substring(line.indexOf("cmd=")))
                .containsExactly("cmd='config-key set': refused: unused arguments",
                        "cmd='config-key': refused: no valid command found",
                        "cmd='login': refused: missing password", "cmd='login': refused: bad value of times");
    }

    @Test
    void theStackOfAFailureIsLoggedWithoutItsMessages() throws Exception {
        send(new CommandRequest.Words(List.of("login", "me", SECRET)));

        assertThat(logged()).contains("command 'login' failed, error id", "IllegalStateException (its message",
                "Caused by: ", "IllegalArgumentException (its message", "at io.reeve.command.SecretsInLogsTest");
    }

    @Test
    void aTextThatItsDescriptorCallsNoSecretIsShown() throws Exception {
        send(new CommandRequest.Words(List.of("pool", "set", "fast")));

        assertThat(audit).singleElement().asString().contains("cmd='pool set value=fast': dispatch");
    }

    private void send(CommandRequest.Target target) throws InterruptedException {
        dispatcher.dispatch(new CommandRequest(target, new byte[0], null, null, false, Duration.ofSeconds(30)), "test");
    }

    private String logged() {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            all.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                all.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        return all.toString();
    }
}
