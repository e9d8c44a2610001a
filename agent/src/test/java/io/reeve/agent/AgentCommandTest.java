package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class AgentCommandTest {
    @Test
    void tellsAllWrongValuesAtOnce() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new AgentCommand("test", new Nowhere())).setErr(new PrintWriter(err));
        int status = command.execute("--mgr", "ftp://x", "--osd", "one=/tmp", "--osd", "2", "--jmx", "app=1",
                "--zookeeper", "here", "--location", "rack");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--mgr: 'ftp://x' is not a URL")
                .contains("--osd: 'one=/tmp'")
                .contains("--osd: '2': it is written ID=PATH")
                .contains("--jmx: 'app=1': 'app' is not TYPE.ID")
                .contains("--zookeeper: 'here' is not HOST:PORT")
                .contains("--location: 'rack' is not TYPE=NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "+7", "-1", "٧", " 7", "0x7", "1e3", "1_0", "1000000", "4294967295"})
    void whatIsNotTheOneNameOfAStorageDaemonIsRefused(String number) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new AgentCommand("test", new Nowhere())).setErr(new PrintWriter(err));

        assertThat(command.execute("--mgr", "127.0.0.1:1", "--osd", number + "=/tmp", "--osd", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("'" + number + "' is not the number of a storage daemon");
    }

    private static final class Nowhere implements AgentCommand.AgentProcess {
        @Override
        public void startLog() {}

        @Override
        public void onExit(Runnable stop) {}

        @Override
        public void exitWithParent() {}

        @Override
        public ServerConnector zooKeeper(ParseResult given) {
            return ServerConnector.PLAIN;
        }
    }
}
