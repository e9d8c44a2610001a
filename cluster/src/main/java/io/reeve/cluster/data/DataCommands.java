package io.reeve.cluster.data;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Table;
import io.reeve.api.command.Text;
import io.reeve.cluster.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code data …}: the data that modules can get, for their authors. */
public final class DataCommands {
    private static final String DAEMON = "name=daemon,type=CephString ";
    private final Supplier<Snapshot> snapshot;

    public DataCommands(Supplier<Snapshot> snapshot) {
        this.snapshot = snapshot;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("data ls", "list the names of data that modules can get", "r", _ -> list()),
                BuiltinCommand.of("data get name=name,type=CephString", "show what a module gets by this name", "r",
                        this::get),
                BuiltinCommand.of("data counter " + DAEMON + "name=path,type=CephString",
                        "show the last samples of a daemon's counter, as in: data counter mds.a mds.inodes", "r",
                        this::counter),
                BuiltinCommand.of("data servers", "show the hosts and their daemons", "r", _ -> servers()));
    }

    private HandleCommandResult list() {
        List<String> names = List.copyOf(snapshot.get().names());
        return HandleCommandResult.data(names, Text.of(names));
    }

    private HandleCommandResult get(Command command) {
        Snapshot now = snapshot.get();
        String name = command.string("name");
        Object data = now.get(name);
        if (data != null) {
            return HandleCommandResult.data(data);
        }
        return now.names().contains(name)
                ? HandleCommandResult.error(Errno.EAGAIN, "'" + name + "' is not known yet: try again")
                : HandleCommandResult.error(Errno.ENOENT, "no data is named '" + name + "'; there are "
                        + String.join(", ", now.names()));
    }

    private HandleCommandResult counter(Command command) {
        DaemonId daemon = daemon(command.string("daemon"));
        if (daemon == null) {
            return HandleCommandResult.error(Errno.EINVAL,
                    "'" + command.string("daemon") + "' is not a daemon: write TYPE.ID, as in osd.0");
        }
        Table table = new Table("TIME", ">VALUE", ">COUNT");
        List<List<Object>> data = new ArrayList<>();
        for (Sample sample : snapshot.get().counter(daemon.type(), daemon.id(), command.string("path"))) {
            List<Object> row = row(sample);
            data.add(row);
            table.row(Instant.ofEpochMilli((long) (sample.timestamp() * 1000)), sample.value(),
                    sample instanceof Sample.Average average ? average.count() : "");
        }
        return HandleCommandResult.data(Map.of(command.string("path"), data), table);
    }

    static @Nullable DaemonId daemon(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && DaemonId.isValid(name.substring(0, dot), name.substring(dot + 1)) ? DaemonId.of(name) : null;
    }

    private static List<Object> row(Sample sample) {
        return switch (sample) {
            case Sample.Value value -> List.of(value.timestamp(), value.value());
            case Sample.Average average -> List.of(average.timestamp(), average.value(), average.count());
            case Sample.Histogram histogram -> List.of(histogram.timestamp(), histogram.buckets());
        };
    }

    private HandleCommandResult servers() {
        Table table = new Table("HOST", "DAEMON", "VERSION");
        List<Map<String, Object>> data = new ArrayList<>();
        for (Server server : snapshot.get().servers()) {
            List<Map<String, Object>> services = new ArrayList<>();
            for (Server.Service service : server.services()) {
                services.add(Data.map("type", service.type(), "id", service.id(), "ceph_version",
                        service.version()));
                table.row(server.hostname(), service.type() + "." + service.id(), service.version());
            }
            data.add(Data.map("hostname", server.hostname(), "services", services, "ceph_version",
                    server.version()));
        }
        return HandleCommandResult.data(data, table);
    }
}
