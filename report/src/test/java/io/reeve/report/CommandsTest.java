package io.reeve.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.report.protocol.DaemonFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Commands commands = new Commands();

    @Test
    void aHandlerThatThrowsIsAnsweredByItsMessageAndAnIdWithoutTheNameOfAClass() {
        commands.add("flush", "Flush", request -> {
            throw new IOException("the disk is full");
        });
        CommandAnswer answer = run("flush");
        assertThat(answer.status()).isEqualTo(-CommandAnswer.EIO);
        assertThat(answer.err())
                .matches("command 'flush' failed: the disk is full \\(error [0-9a-f]{8} in the daemon's log\\)");
    }

    @Test
    void aHandlerThatThrowsWithoutAMessageIsAnsweredWithoutTheNameOfAClass() {
        commands.add("flush", "Flush", request -> {
            throw new StackOverflowError();
        });
        assertThat(run("flush").err()).startsWith("command 'flush' failed: no message (error ");
        commands.add("set", "Set", request -> {
            throw new IllegalArgumentException();
        });
        CommandAnswer answer = run("set");
        assertThat(answer.status()).isEqualTo(-CommandAnswer.EINVAL);
        assertThat(answer.err()).isEqualTo("command 'set' does not take these arguments");
    }

    private CommandAnswer run(String word) {
        return commands.run(new DaemonFrame.Command(1, 1, Map.of("words", List.of(word)), new byte[0]));
    }
}
