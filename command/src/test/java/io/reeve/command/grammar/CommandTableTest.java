package io.reeve.command.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.CommandDescriptor.Flag;
import io.reeve.api.command.Errno;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandTableTest {
    private final CommandTable table = table("mgr stat", "mgr dump name=epoch,type=CephInt,range=0,req=false",
            "mgr module ls", "mgr module enable name=module,type=CephString name=force,type=CephBool,req=false",
            "config set name=who,type=CephString name=name,type=CephString name=value,type=CephString",
            "log last name=num,type=CephInt,range=1,req=false "
                    + "name=level,type=CephChoices,strings=debug|info|warn,req=false",
            "cp name=from,type=CephString name=to,type=CephString name=mode,type=CephInt,req=false,positional=false",
            "opt name=a,type=CephString,req=false name=b,type=CephString", "many name=x,type=CephInt,n=N,req=false end",
            "show name=format,type=CephChoices,strings=json|xml,req=false");

    private static CommandTable table(String... cmds) {
        CommandTable.Builder builder = CommandTable.builder();
        for (String cmd : cmds) {
            builder.add("mgr", new CommandDescriptor(cmd, "about " + cmd.split(" ")[0], "r"), "");
        }
        CommandTable built = builder.build();
        assertThat(built.problems()).isEmpty();
        return built;
    }

    @Test
    void givesOptionsByNameWhereverTheyStand() {
        Map<String, Object> expected = Map.of("module", "hello", "force", true);

        assertThat(args("mgr module enable hello --force")).isEqualTo(expected);
        assertThat(args("mgr --force module enable hello")).isEqualTo(expected);
        assertThat(args("mgr module enable --module=hello --force=true")).isEqualTo(expected);
        assertThat(args("mgr module enable --module hello --force")).isEqualTo(expected);
        assertThat(args("cp x y --mode 7")).containsEntry("mode", 7L);
        assertThat(args("cp --to y x --mode=-7")).isEqualTo(Map.of("from", "x", "to", "y", "mode", -7L));
        assertThat(refusal("cp x y 7")).contains("unused arguments: ['7']");
        assertThat(refusal("cp x y --mode")).contains("'--mode' needs a value: write --mode=VALUE");
        assertThat(refusal("cp x y --mode --to=z")).contains("'--mode' needs a value");
        assertThat(refusal("cp x y --mode=1 --mode=2")).contains("mode(<int>) is given twice");
    }

    @Test
    void takesAValueWithAnEqualsSignAsItStands() {
        assertThat(args("config set mgr who=x value=y"))
                .isEqualTo(Map.of("who", "mgr", "name", "who=x", "value", "value=y"));
    }

    @Test
    void leavesWordsToTheRequiredParametersThatFollow() {
        assertThat(args("opt one")).isEqualTo(Map.of("b", "one"));
        assertThat(args("opt one two")).isEqualTo(Map.of("a", "one", "b", "two"));
        assertThat(args("many 1 2 end")).isEqualTo(Map.of("x", List.of(1L, 2L)));
        assertThat(args("many end")).isEmpty();
    }

    @Test
    void skipsAnOptionalParameterThatDoesNotFit() {
        assertThat(args("log last warn")).isEqualTo(Map.of("level", "warn"));
        assertThat(args("log last 5")).isEqualTo(Map.of("num", 5L));
        assertThat(refusal("log last bogus"))
                .contains("unused arguments: ['bogus'] (level: bogus not in debug|info|warn)");
    }

    @Test
    void prefersTheSignatureThatMatchesMost() {
        CommandTable overlapping = table("foo name=a,type=CephString", "foo bar", "foo bar name=n,type=CephInt");

        assertThat(concise(overlapping, "foo bar")).isEqualTo("foo bar");
        assertThat(concise(overlapping, "foo baz")).isEqualTo("foo <a>");
        assertThat(concise(overlapping, "foo bar 5")).isEqualTo("foo bar <n:int>");
        assertThat(((Refused) overlapping.parse(words("foo bar x"))).message()).contains("x is not a whole number")
                .endsWith(
                        "foo bar <n:int> :  about foo");
    }

    @Test
    void understandsFormatEverywhere() {
        for (String line : List.of("mgr stat --format json", "--format=json mgr stat", "mgr -f json stat")) {
            assertThat(parsed(line).format()).as(line).contains("json");
        }
        assertThat(parsed("mgr stat").format()).isEmpty();
        assertThat(((Parsed) table.parse(words("mgr stat"), "yaml")).format()).contains("yaml");
        assertThat(((Parsed) table.parse(words("show"), "xml")).args()).isEqualTo(Map.of("format", "xml"));
        assertThat(args("show --format=xml")).isEqualTo(Map.of("format", "xml"));
    }

    @Test
    void namesTheClosestCommands() {
        assertThat(refusal("mgr modul ls")).startsWith("no valid command found; 4 closest matches:\n")
                .contains(
                        "\nmgr module ls");
        assertThat(refusal("cofnig set a b c")).contains("\nconfig set <who> <name> <value>");
        assertThat(refusal("xyzzyxyzzyxyzzy")).isEqualTo("no valid command found; 'help' lists all commands");
        CommandTable large = table(
                java.util.stream.IntStream.range(0, 30).mapToObj(i -> "foo c" + i).toArray(String[]::new));
        assertThat(((Refused) large.parse(words("foo"))).message().lines()).hasSize(11);
    }

    @Test
    void checksJsonArgumentsLikeWords() {
        assertThat(bound("mgr dump", Map.of("epoch", 5))).isEqualTo(Map.of("epoch", 5L));
        assertThat(bound("mgr module enable", Map.of("module", "m", "force", true))).containsEntry("force", true);
        assertThat(bound("many end", Map.of("x", List.of(1, 2L)))).isEqualTo(Map.of("x", List.of(1L, 2L)));
        assertThat(bound("many end", Map.of("x", List.of()))).isEqualTo(Map.of("x", List.of()));
        assertThat(unbound("mgr dump", Map.of("epoch", -1))).contains("epoch: -1 not in range [0, ...]");
        assertThat(unbound("mgr dump", Map.of("epoch", "5"))).contains("epoch: \"5\" is text, not a whole number");
        assertThat(unbound("mgr dump", Map.of("epoch", 1.5))).contains("epoch: 1.5 is not a whole number");
        assertThat(unbound("mgr dump", Map.of("epoch", Map.of()))).contains("epoch: an object is no <int");
        assertThat(unbound("mgr module enable", Map.of("module", 5))).contains("module: 5 is not text: write \"5\"");
        assertThat(unbound("mgr module enable", Map.of("module", List.of("a"))))
                .contains("module: a list is no <string>");
        assertThat(unbound("mgr module enable", Map.of("module", "m", "force", "true")))
                .contains("not one of true, false");
        assertThat(unbound("mgr module enable", Map.of())).contains("missing required parameter module(<string>)");
        assertThat(unbound("many end", Map.of("x", 1))).contains("x: expected a list of <int>");
        assertThat(unbound("mgr dump", Map.of("epoche", 1)))
                .contains("unknown argument 'epoche': 'mgr dump' takes epoch");
        assertThat(unbound("mgr stat", Map.of("a", 1))).contains("unknown argument 'a': 'mgr stat' takes none");
        assertThat(unbound("mgr state", Map.of())).contains("closest matches:\nmgr stat");
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("epoch", null);
        assertThat(unbound("mgr dump", withNull)).contains("epoch: null is no value");
    }

    @Test
    void refusesObsoleteCommandsAndHidesThem() {
        CommandTable old = CommandTable.builder()
                .add("m", new CommandDescriptor("foo old", "use foo new", "r", Set.of(
                        Flag.OBSOLETE)), "")
                .add("m", new CommandDescriptor("foo new", "", "r"), "")
                .build();

        Refused refused = (Refused) old.parse(words("foo old"));

        assertThat(refused.errno()).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(refused.message()).isEqualTo("command 'foo old' is obsolete: use foo new");
        assertThat(old.help(List.of())).contains("foo new");
        assertThat(old.complete(List.of("foo", ""))).containsExactly("new");
    }

    @Test
    void keepsTheFirstOfTwoOwnersAndNamesTheOther() {
        CommandTable both = CommandTable.builder()
                .add("a", new CommandDescriptor("foo", "", "r"), 1)
                .add("b",
                        new CommandDescriptor("foo name=x,type=CephInt", "", "r"), 2)
                .add("b", new CommandDescriptor("bar name=x", "",
                        "r"), 3)
                .add("b", new CommandDescriptor("baz", "", "r"), 4)
                .build();

        assertThat(both.entries()).extracting(CommandTable.Entry::handler).containsExactly(1, 4);
        assertThat(both.problems()).hasSize(2);
        assertThat(both.problems().get(0)).contains("module 'b': command 'foo' belongs to module 'a' already");
        assertThat(both.problems().get(1))
                .contains("module 'b': command descriptor 'bar name=x': parameter 'x' has no type");
    }

    private static CommandDescriptor descriptor(String cmd) {
        return new CommandDescriptor(cmd, "", "r");
    }

    private static Object handler(CommandTable in, String line) {
        return in.parse(words(line)) instanceof ParseResult.Parsed parsed ? parsed.entry().handler() : "refused";
    }

    @Test
    void whatABuiltInMatchesGoesToItWhoeverElseNamesMoreOfTheWords() {
        CommandTable with = CommandTable.builder()
                .add("mgr", descriptor("osd pool rm name=pool,type=CephPoolname name=sure,type=CephString,req=false"),
                        "built-in")
                .add("mgr", descriptor("fs ls"), "built-in")
                .add("m", descriptor("osd pool name=what,type=CephString lab"), "module", CommandTable.Rank.ENABLED)
                .add("m", descriptor("osd pool name=what,type=CephString lab now"), "module", CommandTable.Rank.ENABLED)
                .add("m", descriptor("fs volume ls"), "module", CommandTable.Rank.ENABLED)
                .add("a", descriptor("fs volume name=what,type=CephString"), "off", CommandTable.Rank.OTHER)
                .build();

        assertThat(handler(with, "fs ls")).isEqualTo("built-in");
        assertThat(handler(with, "fs volume ls")).as("beside the built-in commands").isEqualTo("module");
        assertThat(handler(with, "fs volume rm")).as("nobody else has it").isEqualTo("off");
        assertThat(handler(with, "osd pool rm lab")).isEqualTo("built-in");
        assertThat(handler(with, "osd pool rm lab now")).as("one word more of it is a module's").isEqualTo("built-in");
        assertThat(handler(with, "osd pool test lab now")).isEqualTo("module");
        assertThat(handler(with, "osd pool test lab")).isEqualTo("module");
    }

    @Test
    void aModulesCommandWhoseWordsABuiltInTakesIsLeftOutByName() {
        CommandTable with = CommandTable.builder()
                .add("mgr", descriptor("health name=detail,type=CephChoices,strings=detail,req=false"), "built-in")
                .add("mgr", descriptor("mgr module disable name=module,type=CephString"), "built-in")
                .add("mgr", descriptor("osd df name=count,type=CephInt,range=7"), "built-in")
                .add("m", descriptor("health detail"), "module", CommandTable.Rank.ENABLED)
                .add("m", descriptor("mgr module disable hello"), "module", CommandTable.Rank.ENABLED)
                .add("m", descriptor("osd df name=count,type=CephInt,range=9"), "module", CommandTable.Rank.ENABLED)
                .add("m", descriptor("health detail all"), "module", CommandTable.Rank.ENABLED)
                .build();

        assertThat(handler(with, "health detail")).isEqualTo("built-in");
        assertThat(handler(with, "mgr module disable hello")).isEqualTo("built-in");
        assertThat(handler(with, "health detail all")).isEqualTo("module");
        assertThat(with.conflicts("m")).hasSize(3)
                .first()
                .asString()
                .contains("module 'm'", "'health detail'",
                        "'health [<detail>]'");
        assertThat(with.conflicts("mgr")).isEmpty();
    }

    @Test
    void aModuleThatIsNotEnabledTakesNoPrefixFromOneThatIs() {
        CommandTable with = BuiltinCommands.table(BuiltinCommands.table(List.of()),
                Map.of("z", List.of(descriptor("lab run"))),
                Map.of("a", List.of(descriptor("lab run"), descriptor("lab name=what,type=CephString"))));

        assertThat(handler(with, "lab run")).isEqualTo("z");
        assertThat(with.conflicts("z")).isEmpty();
        assertThat(with.conflicts("a")).singleElement().asString().contains("'lab run' belongs to module 'z'");
    }

    @Test
    void aNumberOutOfRangeIsHintedAtAndNotTheParameterAfterIt() {
        assertThat(refusal("log last 0")).contains("unused arguments: ['0'] (num: 0 not in range [1, ...])");
    }

    @Test
    void wordsThatLookLikeOptionsAreHintedAt() {
        assertThat(refusal("config set a b --c"))
                .contains("'--c' (a word that begins with -- and is no option stands after");
        assertThat(args("config set a b -- --c")).containsEntry("value", "--c");
    }

    @Test
    void wordsInCapitalsAreUnderstoodAsHintsAndNoWordIsLikeNothing() {
        assertThat(refusal("MGR STAT")).contains("closest matches:\nmgr stat\n");
        assertThat(refusal("")).isEqualTo("no valid command found; 'help' lists all commands");
    }

    @Test
    void helpForACommandWithArgumentsIsThatOfTheCommand() {
        assertThat(table.help(List.of("mgr", "module", "enable", "hello"))).hasValue(
                "mgr module enable <module> [--force]  about mgr");
        assertThat(table.helpData(List.of("mgr", "stat"))).containsExactly(
                Map.of("command", "mgr stat", "description", "about mgr", "perm", "r", "module", "mgr"));
    }

    @Test
    void alignsTheHelp() {
        assertThat(table.help(List.of("mgr"))).hasValue("""
                mgr dump [<epoch:int[0-]>]            about mgr
                mgr module enable <module> [--force]  about mgr
                mgr module ls                         about mgr
                mgr stat                              about mgr""");
        assertThat(table.help(List.of()).orElseThrow().lines()).hasSize(11);
        assertThat(table.help(List.of("mg"))).isEmpty();
    }

    @Test
    void completesValuesThatAreKnownNowAndAreOneWordForAShell() {
        KnownValues known = (command, name, type) -> List.of(command.replace(' ', '-') + ":" + name + ":" + type, "a b",
                "a\nb", "$(x)", "", "\u001b");
        assertThat(table.complete(List.of("mgr", "module", "enable", ""), known))
                .containsExactly("mgr-module-enable:module:CephString");
        assertThat(table.complete(List.of("mgr", "module", "enable", "x"), known)).isEmpty();
        assertThat(table.complete(List.of("mgr", "module", "enable", ""))).isEmpty();
    }

    @Test
    void completesWordsOptionsAndChoices() {
        assertThat(complete("mg")).containsExactly("mgr");
        assertThat(complete("mgr ")).containsExactly("dump", "module", "stat");
        assertThat(complete("mgr mo")).containsExactly("module");
        assertThat(complete("mgr module e")).containsExactly("enable");
        assertThat(complete("mgr module enable hello --")).containsExactly("--force");
        assertThat(complete("mgr module enable hello --force --")).isEmpty();
        assertThat(complete("log last 5 ")).containsExactly("debug", "info", "warn");
        assertThat(complete("log last ")).containsExactly("debug", "info", "warn");
        assertThat(complete("cp x y ")).containsExactly("--mode=");
        assertThat(complete("log last --level w")).containsExactly("warn");
        assertThat(complete("mgr stat --format j")).containsExactly("json", "json-pretty");
        assertThat(complete("nothing such ")).isEmpty();
        assertThat(table.complete(List.of())).contains("mgr", "config");
    }

    @Test
    void describesItselfAsCephDoes() {
        CommandTable one = CommandTable.builder()
                .add("m", new CommandDescriptor("foo name=a,type=CephInt,range=1|5 "
                        + "name=b,type=CephString,n=N,req=false,goodchars=[a-z]", "help me", "rw", Set.of(Flag.POLL)),
                        "")
                .build();

        assertThat(one.descriptions()).isEqualTo(Map.of("cmd000",
                Map.of("sig", List.of("foo", Map.of("name", "a", "type",
                        "CephInt", "range", "1|5"),
                        Map.of("name", "b", "type", "CephString", "req", false, "n", "N", "goodchars",
                                "[a-z]")),
                        "help", "help me", "module", "m", "perm", "rw", "flags", 16)));
    }

    @Test
    void descriptionsSayWhichArgumentsAreKeptOutOfLogs() {
        CommandTable one = CommandTable.builder()
                .add("m", new CommandDescriptor("foo set name=key,type=CephString name=val,type=CephString", "help me",
                        "rw", Set.of()), "")
                .build();

        assertThat(one.descriptions()).isEqualTo(Map.of("cmd000",
                Map.of("sig", List.of("foo", "set", Map.of("name", "key", "type", "CephString"),
                        Map.of("name", "val", "type", "CephString", "secret", true)),
                        "help", "help me", "module", "m", "perm", "rw", "flags", 0)));
    }

    @Test
    void neverThrowsWhateverTheWords() {
        Random random = new Random(20_251_122);
        List<String> pool = List.of("mgr", "module", "enable", "stat", "config", "set", "log", "last", "many", "end",
                "opt",
                "--", "--force", "--force=x", "--mode", "--format", "-f", "-", "", " ", "=", "--=", "--=x", "a=b", "0x",
                "-5",
                "99999999999999999999", "\u0000", "\ud800", "héllo", "--level=", "[", "%s", "--x", "1", "1e9");
        for (int i = 0; i < 50_000; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(8); n >= 0; n--) {
                words.add(random.nextInt(8) == 0 ? noise(random) : pool.get(random.nextInt(pool.size())));
            }
            assertThat(table.parse(words)).isNotNull();
            assertThat(table.complete(words)).isNotNull();
            assertThat(table.help(words)).isNotNull();
        }
    }

    private static String noise(Random random) {
        char[] chars = new char[random.nextInt(12)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) random.nextInt(0x250);
        }
        return new String(chars);
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.split(" ", -1));
    }

    private List<String> complete(String line) {
        return table.complete(words(line));
    }

    private Parsed parsed(String line) {
        ParseResult result = table.parse(words(line));
        assertThat(result).as(line).isInstanceOf(Parsed.class);
        return (Parsed) result;
    }

    private Map<String, Object> args(String line) {
        return parsed(line).args();
    }

    private String refusal(String line) {
        ParseResult result = table.parse(words(line));
        assertThat(result).as(line).isInstanceOf(Refused.class);
        return ((Refused) result).message();
    }

    private Map<String, Object> bound(String prefix, Map<String, Object> args) {
        ParseResult result = table.bind(prefix, args, null);
        assertThat(result).isInstanceOf(Parsed.class);
        return ((Parsed) result).args();
    }

    private String unbound(String prefix, Map<String, Object> args) {
        ParseResult result = table.bind(prefix, args, null);
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).message();
    }

    private static String concise(CommandTable table, String line) {
        return ((Parsed) table.parse(words(line))).entry().signature().concise();
    }
}
