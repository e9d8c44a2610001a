package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.command.CliArg;
import io.reeve.api.command.CliCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnotatedCommandsTest {
    enum Color {
        RED, BLUE
    }

    static class Base {
        @CliCommand(value = "t inherited", desc = "d", perm = "r")
        String inherited() {
            return "base";
        }
    }

    static class Sample extends Base {
        @CliCommand(value = " t   all ", desc = "d", flags = CommandDescriptor.Flag.POLL)
        String all(@CliArg("s") String s, @CliArg(value = "i", range = "1|9") int i, @CliArg("d") double d,
                @CliArg("c") Color c, @CliArg(value = "l", required = false) List<Long> l,
                @CliArg(value = "o", required = false, positional = false) @Nullable Integer o, @CliArg("b") boolean b,
                byte[] in, Command whole) {
            return s + i + d + c + l + o + b + new String(in, StandardCharsets.UTF_8) + whole.format();
        }

        @CliCommand(value = "t ip", desc = "d")
        void ip(@CliArg(value = "a", type = "CephIPAddr") String a,
                @CliArg(value = "w", strings = "x|y", required = false) @Nullable String w,
                @CliArg(value = "g", goodchars = "[a-z]") List<String> g) {}
    }

    static class Wrong {
        @CliCommand(value = "t x=1", desc = "d")
        void bad() {}
    }

    static class Twice {
        @CliCommand(value = "t x", desc = "d")
        void one() {}

        @CliCommand(value = "t x", desc = "d")
        void two() {}
    }

    static class BadType {
        @CliCommand(value = "t x", desc = "d")
        void one(@CliArg("f") Thread f) {}
    }

    private final AnnotatedCommands commands = AnnotatedCommands.of(Sample.class);

    private @Nullable Object call(String prefix, Map<String, Object> args) throws Throwable {
        return commands.invoke(new Sample(), new Command(prefix, args, "in".getBytes(StandardCharsets.UTF_8), "json"));
    }

    @Test
    void descriptorFollowsFromTheMethod() {
        assertThat(commands.descriptors()).extracting(CommandDescriptor::cmd)
                .containsExactly(
                        "t all name=s,type=CephString name=i,type=CephInt,range=1|9 name=d,type=CephFloat "
                                + "name=c,type=CephChoices,strings=red|blue name=l,type=CephInt,n=N,req=false "
                                + "name=o,type=CephInt,req=false,positional=false name=b,type=CephBool,req=false",
                        "t inherited",
                        "t ip name=a,type=CephIPAddr name=w,type=CephChoices,strings=x|y,req=false "
                                + "name=g,type=CephString,goodchars=[a-z],n=N");
        assertThat(commands.descriptors().getFirst().flags()).containsExactly(CommandDescriptor.Flag.POLL);
        assertThat(commands.descriptors().get(1).perm()).isEqualTo("r");
        assertThat(commands.prefixes()).contains("t all");
    }

    @Test
    void argumentsArriveInTheParametersTypes() throws Throwable {
        assertThat(call("t all", Map.of("s", "x", "i", 5L, "d", 1.5, "c", "blue", "l", List.of(1L, 2L), "o", 7L, "b",
                true))).isEqualTo("x51.5BLUE[1, 2]7trueinjson");
        assertThat(call("t all", Map.of("d", 2L))).isEqualTo("null02.0null[]nullfalseinjson");
        assertThat(call("t inherited", Map.of())).isEqualTo("base");
        assertThat(call("t ip", Map.of())).isSameAs(AnnotatedCommands.VOID);
    }

    @Test
    void argumentThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> call("t all", Map.of("i", 1L << 40)))
                .isInstanceOf(AnnotatedCommands.WrongArgument.class)
                .hasMessageContaining("1099511627776");
        assertThatThrownBy(() -> call("t all", Map.of("c", "green"))).hasMessage("green not in red|blue");
    }

    @Test
    void methodsThatCannotBeCommandsAreNamed() {
        assertThatThrownBy(() -> AnnotatedCommands.of(Wrong.class)).hasMessageContaining("bad()")
                .hasMessageContaining("give the literal words only");
        assertThatThrownBy(() -> AnnotatedCommands.of(Twice.class)).hasMessageContaining("one()")
                .hasMessageContaining("two()");
        assertThatThrownBy(() -> AnnotatedCommands.of(BadType.class)).hasMessageContaining("java.lang.Thread");
    }
}
