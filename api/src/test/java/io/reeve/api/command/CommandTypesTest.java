package io.reeve.api.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTypesTest {
    @ParameterizedTest
    @EnumSource
    void theNameOfAStatusIsThatOfItsError(Errno errno) {
        assertThat(Errno.nameOf(-errno.number())).isEqualTo(errno.name());
        assertThat(HandleCommandResult.error(errno, "why").retval()).isEqualTo(-errno.number());
    }

    @Test
    void everyErrorHasANumberOfItsOwnAndANumberWithoutANameIsShown() {
        assertThat(Arrays.stream(Errno.values()).map(Errno::number)).doesNotHaveDuplicates().allMatch(n -> n > 0);
        assertThat(Errno.nameOf(-1234)).isEqualTo("E1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "w", "x", "rw", "rwx", "rx"})
    void permissionsAreSomeOfRWAndX(String perm) {
        assertThat(new CommandDescriptor("c", "d", perm).perm()).isEqualTo(perm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "R", "rwxr", "r w", "rr", "wrw"})
    void otherPermissionsAreRefusedWithTheCommand(String perm) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandDescriptor("hello greet", "d", perm))
                .withMessageContaining("'hello greet'")
                .withMessageContaining("'" + perm + "'");
    }

    @Test
    void eachFlagHasABitOfItsOwnAndReevesIsAboveCephs() {
        int all = 0;
        for (CommandDescriptor.Flag flag : CommandDescriptor.Flag.values()) {
            assertThat(Integer.bitCount(flag.bit())).isEqualTo(1);
            assertThat(all & flag.bit()).as("%s", flag).isZero();
            all |= flag.bit();
        }
        assertThat(CommandDescriptor.Flag.ANY_NODE.bit()).isGreaterThan(0x1ff);
    }

    @Test
    void aBuiltInForAnyNodeHasTheFlagAndAnsweringIsItsHandlers() throws Exception {
        BuiltinCommand any = BuiltinCommand.anyNode("a b", "d", "r", c -> HandleCommandResult.ok(c.prefix()));
        assertThat(any.descriptor()).isEqualTo(
                new CommandDescriptor("a b", "d", "r", Set.of(CommandDescriptor.Flag.ANY_NODE)));
        assertThat(any.handle(new Command("a b", Map.of(), new byte[0], "plain")).stdout()).isEqualTo(
                "a b".getBytes(UTF_8));
        assertThat(BuiltinCommand.of("a", "d", "r", c -> HandleCommandResult.ok()).descriptor().flags()).isEmpty();
    }

    @Test
    void dataKeepsTheOrderOfItsKeysAndNullsAndCannotBeChanged() {
        Map<String, Object> map = Data.map("z", 1, "a", null, "m", List.of());
        assertThat(map.keySet()).containsExactly("z", "a", "m");
        assertThat(map.get("a")).isNull();
        assertThatThrownBy(() -> map.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> Data.map("z", 1, "last")).withMessageContaining("'last'");
    }

    @Test
    void aTableAlignsColumnsMarkedSoAndShowsDoublesWithFiveDigits() {
        Table table = new Table("NAME", ">SIZE");
        table.row("a", 1.5);
        table.row(null, 7);
        assertThat(table.columns()).containsExactly(new Table.Column("NAME", false), new Table.Column("SIZE", true));
        assertThat(table.rows()).containsExactly(List.of("a", "1.50000"), List.of("null", "7"));
        assertThatIllegalArgumentException().isThrownBy(() -> table.row("a")).withMessageContaining("2 columns");
        assertThatThrownBy(() -> table.rows().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aTextKeepsLinesAndTablesInOrderAsTheyAre() {
        Table table = new Table("NAME");
        Text text = new Text().line("a\nb").table(table).lines(List.of("c", "d"));
        assertThat(text.parts()).containsExactly(new Text.Part.Line("a\nb"), new Text.Part.Rows(table),
                new Text.Part.Line("c"), new Text.Part.Line("d"));
    }

    @Test
    void dataWithATableIsShownAsThatTable() {
        Table table = new Table("NAME");
        HandleCommandResult result = HandleCommandResult.data(Map.of("a", 1), table);
        assertThat(result.text()).isNotNull().extracting(Text::parts).isEqualTo(List.of(new Text.Part.Rows(table)));
        assertThat(result.stdout()).isEmpty();
        assertThat(HandleCommandResult.data(Map.of(), "plain ü").stdout()).isEqualTo("plain ü".getBytes(UTF_8));
    }

    @Test
    void argumentsHaveTheirTypeAndTheErrorOfAnotherNamesCommandAndArgument() {
        Command command = new Command("c", Map.of("s", "x", "n", 7L, "d", 0.5, "b", true, "l", List.of("p", "q")),
                new byte[0], "plain");
        assertThat(command.string("s")).isEqualTo("x");
        assertThat(command.integer("n")).isEqualTo(7);
        assertThat(command.number("d")).isEqualTo(0.5);
        assertThat(command.bool("b")).isTrue();
        assertThat(command.strings("l")).containsExactly("p", "q");
        assertThatIllegalArgumentException().isThrownBy(() -> command.integer("s"))
                .withMessageContaining("'c'")
                .withMessageContaining("'s'");
        assertThatIllegalArgumentException().isThrownBy(() -> command.string("none")).withMessageContaining("'none'");
    }

    @Test
    void argumentsThatWereLeftOutAreTheOtherValue() {
        Command command = new Command("c", Map.of(), new byte[0], "plain");
        assertThat(command.has("x")).isFalse();
        assertThat(command.string("x", null)).isNull();
        assertThat(command.integer("x", 3)).isEqualTo(3);
        assertThat(command.number("x", 0.5)).isEqualTo(0.5);
        assertThat(command.bool("x")).isFalse();
        assertThat(command.strings("x")).isEmpty();
    }
}
