package io.reeve.cli;

/** The prompt of the shell: the cluster's name and, in short, its health. */
final class ShellPrompt {
    private static final String HEALTH = "HEALTH_";
    private static final String UNNAMED = "reeve";
    private final Screen screen;

    /** @param screen what knows whether colours are wanted */
    ShellPrompt(Screen screen) {
        this.screen = screen;
    }

    /** {@code prod (OK)> }, {@code prod (WARN)> }; or in the place of the health why nobody tells it. */
    String of(ClusterGlance.View cluster) {
        String name = cluster.cluster().isEmpty() ? UNNAMED : TerminalText.of(cluster.cluster());
        String state = cluster.health().isEmpty() ? cluster.problem() : TerminalText.of(cluster.health());
        return name + " (" + screen.coloured(state).replace(HEALTH, "") + ")> ";
    }
}
