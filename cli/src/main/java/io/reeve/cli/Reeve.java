package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the command line: from the arguments to the exit code. */
final class Reeve {
    private static final int BROKEN_PIPE = 32;
    private static final int INTERRUPTED = 130;
    private static final Duration HELP_TIMEOUT = Duration.ofSeconds(5);
    private final Map<String, String> environment;
    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final ClientLimits limits;
    private final boolean terminal;
    private final Session session;

    Reeve(Map<String, String> environment, InputStream in, OutputStream out, PrintStream err, ClientLimits limits) {
        this(environment, in, out, err, limits, false);
    }

    /** @param terminal whether a terminal shows what is written to {@code out} */
    Reeve(Map<String, String> environment, InputStream in, OutputStream out, PrintStream err, ClientLimits limits,
            boolean terminal) {
        this(environment, in, out, err, limits, terminal, Session.NONE);
    }

    /** @param session what the run is part of */
    Reeve(Map<String, String> environment, InputStream in, OutputStream out, PrintStream err, ClientLimits limits,
            boolean terminal, Session session) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = TerminalText.messages(err);
        this.terminal = terminal;
        this.limits = limits;
        this.session = session;
    }

    int run(String... arguments) {
        List<String> args = List.of(arguments);
        try {
            refuseUnreadable(args);
            if (args.size() > 1 && args.getFirst().equals("--complete")) {
                return complete(args.subList(1, args.size()));
            }
            CommandLineOptions options = CommandLineOptions.parse(args, session);
            if (options.version()) {
                return print("reeve " + Optional.ofNullable(Reeve.class.getPackage().getImplementationVersion())
                        .orElse("(not from a jar)") + "\n");
            }
            if (options.completion() != null) {
                return print(ShellCompletion.script(options.completion()));
            }
            return options.help() ? help(options) : command(options);
        } catch (CliException e) {
            err.println("reeve: " + e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            return unwritten(e);
        } catch (InterruptedException _) {
            return INTERRUPTED;
        }
    }

    /** Refuses text that is not what the user typed: Java puts U+FFFD where the bytes are not in the locale's charset. */
    private static void refuseUnreadable(List<String> args) throws CliException {
        for (String arg : args) {
            if (arg.indexOf('\ufffd') >= 0) {
                throw new CliException(CliException.USAGE,
                        "argument '" + arg + "' is not in UTF-8; write it so, or send "
                                + "bytes of any kind from a file with -i");
            }
        }
    }

    private int command(CommandLineOptions options)
            throws CliException, IOException, InterruptedException {
        if (options.words().isEmpty() && options.following() == null) {
            return shell(options);
        }
        if (isFirst(DiagnosticsOptions.WORD, options.words())) {
            return diagnostics(options);
        }
        if (isFirst(Explanation.WORD, options.words())) {
            return explain(options);
        }
        if (isFirst(ShellCompletion.WORD, options.words())) {
            return print(ShellCompletion.script(options.words()));
        }
        if (isFirst(InitOptions.WORD, options.words())) {
            return new Init(out, session.opensShell() ? new TypedAnswers(in, err) : null).run(options);
        }
        ManagerUrls managers = ManagerUrls.of(options.mgr(), environment);
        if (options.following() != null) {
            return follow(options, options.following(), managers);
        }
        OutgoingCommand request = new OutgoingCommand(options.words(), input(options.input()), options.format());
        try (Output output = Output.open(options.output(), out);
                CommandClient client = new CommandClient(managers, limits, options.timeout(), err)) {
            return show(client.run(request), output, options.format());
        }
    }

    private int shell(CommandLineOptions options) throws CliException, IOException {
        if (!session.opensShell()) {
            throw new CliException(CliException.USAGE, "no command given; see reeve --help");
        }
        return new InteractiveShell(environment, out, err, limits, Session.of(options)).run();
    }

    private static boolean isFirst(String word, List<String> words) {
        return !words.isEmpty() && words.getFirst().equals(word);
    }

    private int follow(CommandLineOptions options, Following wanted, ManagerUrls managers)
            throws IOException, InterruptedException {
        ActivePolls polls = new ActivePolls(managers, limits, wanted.interval(), options.timeout(), err);
        Screen screen = terminal ? new Screen(environment) : null;
        CommandOutcome refused = wanted.log()
                ? new LogFollow(out, screen, polls, wanted, options.format()).run()
                : new StatusWatch(out, err, screen, polls, options.format(), wanted.interval()).run();
        return refused == null ? 0 : end(refused);
    }

    private int explain(CommandLineOptions options) throws CliException, IOException {
        String answer = new Explanation().answer(options);
        try (Output output = Output.open(options.output(), out)) {
            output.write(answer.getBytes(StandardCharsets.UTF_8));
        }
        return 0;
    }

    private int diagnostics(CommandLineOptions given) throws CliException, IOException, InterruptedException {
        DiagnosticsOptions options = DiagnosticsOptions.of(given);
        if (terminal && options.output().equals("-")) {
            throw new CliException(CliException.USAGE, "diagnostics: the archive is bytes that no terminal shows:"
                    + " name a file by -o, or send standard output into one");
        }
        boolean named = given.mgr() != null || !environment.getOrDefault("REEVE_MGR", "").isBlank();
        try (ArchiveFile archive = ArchiveFile.open(options, out);
                Diagnostics diagnostics = new Diagnostics(err)) {
            return diagnostics.run(ManagerUrls.of(given.mgr(), environment), named, archive);
        }
    }

    private byte @Nullable [] input(@Nullable String file) throws CliException {
        try {
            if (file == null) {
                return null;
            }
            return file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new CliException(1, "cannot read "
                    + ("-".equals(file) ? "standard input" : "input file '" + file + "'") + ": " + FileProblem.of(e));
        }
    }

    private int show(CommandOutcome result, Output output, String format) throws IOException {
        if (result.status() >= 0 || result.stdout().length > 0) {
            boolean shown = terminal && !output.isFile();
            boolean plain = result.text() && format.equals("plain");
            output.write(shown ? new Screen(environment).of(result.stdout(), plain) : result.stdout());
            if (result.text() && shown && lacksNewline(result.stdout())) {
                output.write(new byte[]{'\n'});
            }
        }
        return end(result);
    }

    /** Tells the remark or the error. */
    private int end(CommandOutcome result) {
        String remark = result.stderr().stripTrailing();
        if (result.status() < 0) {
            err.println("Error " + result.errno() + (remark.isEmpty() ? "" : ": " + remark));
        } else if (!remark.isEmpty()) {
            err.println(remark);
        }
        return result.exitCode();
    }

    private static boolean lacksNewline(byte[] bytes) {
        return bytes.length > 0 && bytes[bytes.length - 1] != '\n';
    }

    private int unwritten(IOException e) {
        if ("Broken pipe".equals(e.getMessage())) {
            // The reader of the pipe has closed it, as head does.
            return BROKEN_PIPE;
        }
        err.println("reeve: cannot write the output: " + e.getMessage());
        return 1;
    }

    private int print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return 0;
    }

    private int help(CommandLineOptions options) throws CliException, IOException, InterruptedException {
        if (isFirst(DiagnosticsOptions.WORD, options.words())) {
            return print(DiagnosticsOptions.USAGE);
        }
        if (isFirst(Explanation.WORD, options.words())) {
            return print(Explanation.USAGE);
        }
        if (isFirst(ShellCompletion.WORD, options.words())) {
            return print(ShellCompletion.USAGE);
        }
        if (isFirst(InitOptions.WORD, options.words())) {
            return print(InitOptions.usage());
        }
        CommandOutcome commands = ask("help", options.words(),
                options.words().isEmpty() ? "plain" : options.format(),
                ManagerUrls.of(options.mgr(), environment), HELP_TIMEOUT);
        if (!options.words().isEmpty()) {
            try (Output output = Output.open(null, out)) {
                return show(commands, output, options.format());
            }
        }
        String known = commands.status() >= 0
                ? "\nCommands (reeve -h WORDS… tells more):\n" + new String(commands.stdout(), StandardCharsets.UTF_8)
                : "\nThe commands are listed here when a manager can be asked: " + commands.stderr() + "\n";
        return print(OwnOptions.usage() + (terminal ? TerminalText.of(known) : known));
    }

    private int complete(List<String> typed) throws CliException, IOException, InterruptedException {
        ShellCompletion completion = ShellCompletion.of(typed);
        if (!completion.ownChoices().isEmpty() || completion.words().isEmpty()
                || completion.isOwn()) {
            return print(String.join("\n", completion.ownChoices()) + "\n");
        }
        CommandOutcome choices = ask("complete", completion.words(), "plain",
                ManagerUrls.of(completion.mgr() == null ? session.mgr() : completion.mgr(), environment),
                limits.silence().multipliedBy(2));
        String managers = choices.status() < 0 ? "" : new String(choices.stdout(), StandardCharsets.UTF_8);
        String known = completion.ownWords().isEmpty() ? "" : String.join("\n", completion.ownWords()) + "\n";
        return choices.status() < 0 && known.isEmpty() ? choices.exitCode() : print(known + managers);
    }

    private CommandOutcome ask(String command, List<String> about, String format, ManagerUrls managers,
            Duration timeout) throws InterruptedException {
        // The manager takes everything after -- as words, even if it looks like an option.
        List<String> words = new ArrayList<>(List.of(command, "--"));
        words.addAll(about);
        try (CommandClient client = new CommandClient(managers, limits.withoutWaiting(), timeout, err)) {
            return client.run(new OutgoingCommand(words, null, format));
        }
    }
}
