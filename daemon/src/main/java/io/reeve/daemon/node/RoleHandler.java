package io.reeve.daemon.node;

import io.reeve.daemon.role.ActiveRoleWork;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.role.RoleWork;
import io.reeve.http.Hold;
import io.reeve.http.endpoint.Endpoint;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Methods;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The handler of HTTP requests, by the role that this manager has at the moment. Commands take the same route in every
 * role: the gate decides.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public final class RoleHandler<A extends ActiveRoleWork, S extends RoleWork> implements HttpHandler {
    /** The largest body of a command that is read before it is known whether this node answers it, in bytes. */
    private static final long SMALL_COMMAND = 64 << 10;

    private final Supplier<RoleState<A, S>> role;
    private final Function<A, HttpHandler> active;
    private final HttpHandler standby;
    private final HttpHandler command;
    private final Hold hold;
    private final Predicate<HttpServerExchange> own;

    /**
     * @param active  makes the handler of an active's pages
     * @param standby the handler of a standby's pages, also while this manager starts, becomes active or stops
     * @param command the handler of {@code /api/command} there
     * @param hold    takes what nobody answers now, but somebody soon; it comes back here
     * @param own     whether a standby answers a request itself, so that it is never held
     */
    public RoleHandler(Supplier<RoleState<A, S>> role, Function<A, HttpHandler> active, HttpHandler standby,
            HttpHandler command, Hold hold, Predicate<HttpServerExchange> own) {
        this.role = role;
        this.active = active;
        this.standby = standby;
        this.command = command;
        this.hold = hold;
        this.own = own;
        hold.returnTo(this);
    }

    /** The choice of a handler. */
    public sealed interface Choice<A> {}

    /** The choice of the active's pages, which take commands too. */
    public record Pages<A>(A work) implements Choice<A> {}

    /** The choice of the handler of commands. */
    public record Command<A>() implements Choice<A> {}

    /** The choice of a standby's pages. */
    public record Standby<A>() implements Choice<A> {}

    /** The route as a function of role and path. */
    static <A extends ActiveRoleWork, S extends RoleWork> Choice<A> route(RoleState<A, S> role, String path) {
        return switch (role) {
            case RoleState.Active<A, S>(_, A work) -> new Pages<>(work);
            case RoleState.Frozen<A, S>(_, A work, _) -> new Pages<>(work);
            case RoleState.Activating<A, S>(_, A work, boolean serves, _) when serves && work != null ->
                new Pages<>(work);
            case RoleState.Draining<A, S>(_, A work, boolean serves, _, _, _) when serves && work != null ->
                new Pages<>(work);
            case RoleState.Starting<A, S> _,RoleState.Standby<A, S> _,RoleState.Activating<A, S> _,RoleState.Draining<A, S> _,RoleState.Stopped<A, S> _ ->
                Endpoint.of(path) == Endpoint.COMMAND ? new Command<>() : new Standby<>();
        };
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!isHeld(exchange)) {
            serve(exchange);
        }
    }

    /**
     * Holds a request before its body is read. A command is first read, since any node may answer it, and held when the gate is
     * closed; but not one that is large, or whose client asks before it sends: those are built to be sent to the active.
     */
    private boolean isHeld(HttpServerExchange exchange) {
        boolean isCommand = Endpoint.of(exchange.getRequestURI()) == Endpoint.COMMAND;
        if (isCommand && !comesLater(exchange)) {
            return false;
        }
        Hold.Kind kind = isCommand ? Hold.Kind.COMMAND : Hold.Kind.PAGE;
        return hold.wants(kind) && (isCommand || !own.test(exchange)) && hold.before(exchange, kind);
    }

    private static boolean comesLater(HttpServerExchange exchange) {
        long length = exchange.getRequestContentLength();
        return exchange.getRequestMethod().equals(Methods.POST)
                && (length < 0 || length > SMALL_COMMAND || HttpContinue.requiresContinueResponse(exchange));
    }

    private void serve(HttpServerExchange exchange) throws Exception {
        switch (route(role.get(), exchange.getRequestURI())) {
            case Pages<A>(A work) -> active.apply(work).handleRequest(exchange);
            case Command<A> _ -> command.handleRequest(exchange);
            case Standby<A> _ -> standby.handleRequest(exchange);
        }
    }
}
