using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Actors;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Transport;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Sa;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Answers;

namespace Pipeline.Gateway.Commands;

/// <summary><c>run</c>: the gateway between a TUN device and the open network, until it is told to stop.</summary>
internal static class RunCommand
{
    private const string Description = """
        Runs the gateway that a configuration file describes: opens a TUN device and the outer sockets, puts the SAs into
        service, writes one line when it is ready, and stops at SIGTERM or Ctrl-C. It takes orders at its control socket
        (status, sas, initiate, rekey, terminate, reload), and reads the file again at SIGHUP. Linux, as root or with
        CAP_NET_ADMIN, CAP_NET_RAW and CAP_NET_BIND_SERVICE.

        Examples:
          run --config gateway.json
        """;

    /// <summary>IKE messages that wait for the router; a flood beyond it is dropped by the port.</summary>
    private const int WaitingIkeMessages = 4096;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> config = StandardOptions.RequiredFile("--config", "Configuration of the gateway, JSON");
        var command = new Command("run", Description) { config };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(config)!,
            ConfigurationFile.ReadGateway(parsed.GetValue(config)!).Required(),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string file, GatewayOptions options, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using ControlListener control = Open(options, () => ControlListener.Open(ControlPath.Of(options.Control, file)));
        using PacketPool pool = GatewayCore.CreatePool(options);
        using TunPort inner = Open(options, () => new TunPort(options.Ports.Tun, pool));
        var inbox = new IkeInbox(WaitingIkeMessages);
        using OuterPorts outer = Open(options, () => new OuterPorts(options.Ports.Outer, pool, inbox));
        var ike = new IkeAccess(new UdpIkeTransport(outer.Udp), inbox, IkeLimits.Of(options.Ike))
        {
            PolicyListener = reported => output.WriteLine(FormattableString.Invariant($"{reported.At:HH:mm:ss.fff} policy: {reported.Text}")),
        };
        GatewayCore core = await GatewayCore.StartAsync(options, inner, outer, pool, time: null, ike).ConfigureAwait(false);
        var gateway = new GatewayInService(options)
        {
            Core = core,
            Inner = inner,
            InnerName = inner.Name,
            Outer = outer,
            File = file,
            Time = TimeProvider.System,
            StartedAt = TimeProvider.System.GetUtcNow(),
        };
        GatewayStatus last;
        using (var reloader = new Reloader(gateway))
        await using (core.ConfigureAwait(false))
        {
            last = await ServeAsync(gateway, reloader, control, output, cancellation).ConfigureAwait(false);
        }

        foreach (string fault in last.PortFaults)
        {
            error.WriteLine($"error: {fault}");
        }

        output.WriteLine(Stopped(last, inner, outer));
        return (int)(last.PortFaults.Count == 0 ? ExitCode.Success : ExitCode.Failed);
    }

    /// <summary>Takes orders, from the control socket and by SIGHUP, until the end.</summary>
    private static async Task<GatewayStatus> ServeAsync(
        GatewayInService gateway, Reloader reloader, ControlListener control, TextWriter output, CancellationToken cancellation)
    {
        var lines = new FailureLines(output);
        gateway.Core.Subscribe<IkeReported>(reported =>
        {
            lines.Write(reported);
            gateway.Feed.Publish(reported);
        });
        var desk = new ControlDesk(gateway, reloader, output);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _ = desk.ReloadAsync(planOnly: false, cancellation);
        });
        var server = new ControlServer(control, desk.AnswerAsync);
        await using (server.ConfigureAwait(false))
        {
            output.WriteLine(Ready(gateway.Options, gateway.InnerName, control.Path));
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return await WatchAsync(gateway.Core, lines, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a port; when it cannot be opened, the keys are erased, which no gateway will do then.</summary>
    private static T Open<T>(GatewayOptions options, Func<T> open)
    {
        try
        {
            return open();
        }
        catch
        {
            foreach (SaParameters sa in options.SecurityAssociations)
            {
                sa.EraseKeys();
            }

            options.Credentials.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the order to stop, or for a port that is broken.</summary>
    private static async Task<GatewayStatus> WatchAsync(GatewayCore core, FailureLines lines, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && core.Status().PortFaults.Count == 0)
        {
            await Task.Delay(BetweenLooks, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lines.EndInterval(TimeProvider.System.GetUtcNow());
        }

        return core.Status();
    }

    private static string Ready(GatewayOptions options, string inner, string control)
    {
        OuterPortOptions outer = options.Ports.Outer;
        string addresses = outer.Addresses.Count == 0 ? "all addresses" : string.Join(", ", outer.Addresses.Select(address => address.ToString()));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"ready: {inner}; UDP {outer.IkePort} and {outer.NatTraversalPort}{(outer.RawIp ? ", ESP and AH" : "")} on {addresses}; "
            + $"{options.SecurityAssociations.Count} security associations, {options.Policy.Rules.Count} policy rules; orders at {control}");
    }

    private static string Stopped(GatewayStatus status, params IPacketPort[] ports)
    {
        IEnumerable<string> drops = Enum.GetValues<DropReason>()
            .Select(reason => (Reason: reason, Count: status.Drops.GetValueOrDefault(reason) + ports.Sum(port => port.Dropped(reason))))
            .Where(drop => drop.Count > 0)
            .Select(drop => string.Create(CultureInfo.InvariantCulture, $", {drop.Reason} {drop.Count}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"stopped: protected {status.Protected}, unprotected {status.Unprotected}{string.Concat(drops)}");
    }
}
