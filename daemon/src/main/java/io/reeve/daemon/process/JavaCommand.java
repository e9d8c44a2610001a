package io.reeve.daemon.process;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this same software once more: same Java, same flags, same class path. */
public final class JavaCommand {
    /** Flags that only one process can have. */
    private static final List<String> NOT_SHARED = List.of("-agentlib:jdwp", "-Xrunjdwp", "-javaagent:",
            "-Dreeve.cache=", "-XX:AOTCacheOutput", "-XX:ArchiveClassesAtExit", "-Xlog:gc",
            "-Dcom.sun.management.jmxremote.port");

    private JavaCommand() {}

    /**
     * Makes the command line.
     *
     * @param main      the class to start
     * @param flags     flags for the JVM, beside those of this process
     * @param arguments arguments for the class
     */
    public static List<String> of(Class<?> main, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElseGet(() -> System.getProperty("java.home") + "/bin/java"));
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .filter(flag -> NOT_SHARED.stream().noneMatch(flag::startsWith))
                .forEach(command::add);
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
