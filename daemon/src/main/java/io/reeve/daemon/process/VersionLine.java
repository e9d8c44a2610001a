package io.reeve.daemon.process;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{"reeved " + Version.current() + ", Java " + Runtime.version()};
    }
}
