package io.reeve.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The interactive shell: one command after the other, with history and completion. Each line is a run of this program as any
 * other. Loaded only when it is opened, since JLine takes longer to load than a command to run. Confined to one thread.
 */
final class InteractiveShell {
    private static final Set<String> ENDS = Set.of("exit", "quit");
    private static final String PROGRAM = "reeve";
    private static final String GREETING = "Type a command without 'reeve'. TAB completes, 'help' lists all, 'exit' or"
            + " Ctrl-D ends.\n";
    /** What a terminal that does not tell its size is taken for. */
    private static final Size USUAL = Size.of(80, 24);
    private final Map<String, String> environment;
    private final OutputStream out;
    private final PrintStream err;
    private final ClientLimits limits;
    private final Session session;

    /** @param session the options that hold for each line */
    InteractiveShell(Map<String, String> environment, OutputStream out, PrintStream err, ClientLimits limits,
            Session session) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.limits = limits;
        this.session = session;
    }

    /** Reads and runs lines until the input ends. @return the exit code */
    int run() throws CliException, IOException {
        ManagerUrls managers = ManagerUrls.of(session.mgr(), environment);
        try (Terminal terminal = terminal(); ClusterGlance cluster = new ClusterGlance(managers, limits)) {
            LineReader reader = reader(terminal, cluster);
            Thread here = Thread.currentThread();
            terminal.handle(Terminal.Signal.INT, _ -> here.interrupt());
            print(GREETING);
            ShellPrompt prompt = new ShellPrompt(new Screen(environment));
            while (line(reader, prompt.of(cluster.now()))) {
                boolean _ = Thread.interrupted(); // Ctrl-C has ended the command, and nothing else
            }
            return 0;
        }
    }

    /** The terminal at both ends, by calls of the C library: JLine's other ways need native code of its own, or open modules. */
    private static Terminal terminal() throws CliException {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .provider("ffm")
                    .dumb(false)
                    .graphemeCluster(false) // no questions to the terminal, whose answers may come late and look typed
                    .nativeSignals(true)
                    .build();
            if (terminal.getSize().getColumns() <= 0 || terminal.getSize().getRows() <= 0) {
                terminal.setSize(USUAL);
            }
            return terminal;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new CliException(1, "no shell can be opened at this terminal (" + e.getMessage()
                    + "): give the command as words, as in reeve status");
        }
    }

    private LineReader reader(Terminal terminal, ClusterGlance cluster) {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName(PROGRAM)
                .parser(new DefaultParser().eofOnUnclosedQuote(true))
                .completer((_, line, candidates) -> complete(line, candidates))
                .history(new ShellHistory(new HistoryFile(environment, err), cluster))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true) // health checks are proposed in capitals
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ")
                .variable(LineReader.HISTORY_SIZE, HistoryFile.MOST)
                .build();
    }

    /** Reads and runs one line. @return whether another one is to be read */
    private boolean line(LineReader reader, String prompt) throws IOException {
        try {
            String text = reader.readLine(prompt);
            return run(words(ShellWords.of(text)));
        } catch (UserInterruptException _) {
            return true; // Ctrl-C at the prompt: another line
        } catch (EndOfFileException | IOError _) {
            print("\n");
            return false; // Ctrl-D, or the terminal is gone
        }
    }

    /** The words of a line without the name of the program, which is typed from habit. */
    static List<String> words(List<String> line) {
        List<String> words = !line.isEmpty() && line.getFirst().equals(PROGRAM) ? line.subList(1, line.size()) : line;
        return words.equals(List.of("")) ? List.of() : words;
    }

    private boolean run(List<String> words) {
        if (words.size() == 1 && ENDS.contains(words.getFirst())) {
            return false;
        }
        if (words.contains(HistoryLine.LEFT_OUT)) {
            err.println(
                    "reeve: '" + HistoryLine.LEFT_OUT + "' stands for what the history does not keep, since it may be"
                            + " a secret: write that in its place");
        } else if (!words.isEmpty()) {
            int _ = reeve(words, out, err, true);
        }
        return true;
    }

    private int reeve(List<String> arguments, OutputStream to, PrintStream messages, boolean shown) {
        return new Reeve(environment, new ClosedInput("the shell reads it; name a file"), to, messages, limits, shown,
                session).run(arguments.toArray(String[]::new));
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        List<String> words = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        words.add(line.word().substring(0, line.wordCursor()));
        List<String> typed = words(words);
        for (String choice : choices(typed)) {
            candidates.add(new Candidate(choice, choice, null, null, null, null, !choice.endsWith("=")));
        }
        if (typed.size() <= 1) {
            candidates.add(new Candidate("exit"));
        }
    }

    /** What the last word may become, as the shells' completion is told. */
    private List<String> choices(List<String> typed) {
        List<String> arguments = new ArrayList<>(List.of("--complete"));
        arguments.addAll(typed.isEmpty() ? List.of("") : typed);
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return reeve(arguments, found, nowhere, false) == 0
                ? found.toString(StandardCharsets.UTF_8).lines().filter(choice -> !choice.isBlank()).toList()
                : List.of();
    }

    private void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
