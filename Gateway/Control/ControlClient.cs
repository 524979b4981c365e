using System.Net.Sockets;
using System.Text.Json;
using Pipeline.Engine.Ports;

namespace Pipeline.Gateway.Control;

/// <summary>Asks a running gateway.</summary>
internal static class ControlClient
{
    /// <summary>Bytes of the longest response: the SAs of a gateway with some 100,000 tunnels.</summary>
    private const int LongestResponse = 256 << 20;

    /// <summary>How much longer than a negotiation an answer may take.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request and waits for its response.</summary>
    /// <exception cref="PortUnavailableException">No gateway is there, it does not let us in, or it does not answer.</exception>
    public static async Task<ControlResponse> AskAsync(string path, ControlRequest request, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(request.TimeoutSeconds) + Reserve);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token).ConfigureAwait(false);
            await TryWriteAsync(socket, request, limit.Token).ConfigureAwait(false);
            byte[]? line = await ControlLine.ReadAsync(socket, LongestResponse, limit.Token).ConfigureAwait(false);
            return (line is null ? null : JsonSerializer.Deserialize(line, ControlShapes.Default.ControlResponse))
                ?? throw new PortUnavailableException($"the gateway at {path} hung up");
        }
        catch (SocketException refused)
        {
            throw new PortUnavailableException(Explain(path, refused));
        }
        catch (JsonException)
        {
            throw new PortUnavailableException($"what answers at {path} is no gateway of this version");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PortUnavailableException($"the gateway at {path} does not answer");
        }
    }

    /// <summary>A gateway that refuses us does so at once and hangs up: what it said is then still there to be read.</summary>
    private static async Task TryWriteAsync(Socket socket, ControlRequest request, CancellationToken cancellation)
    {
        try
        {
            await ControlLine.WriteAsync(
                socket, JsonSerializer.SerializeToUtf8Bytes(request, ControlShapes.Default.ControlRequest), cancellation).ConfigureAwait(false);
        }
        catch (SocketException hungUp) when (hungUp.SocketErrorCode is SocketError.Shutdown or SocketError.ConnectionReset)
        {
            // The response says why.
        }
    }

    private static string Explain(string path, SocketException refused) => refused.SocketErrorCode switch
    {
        SocketError.AccessDenied => $"the control socket {path} is another user's; ask as the user who runs the gateway, or as root",
        SocketError.ConnectionRefused or SocketError.AddressNotAvailable => NotThere(path),
        _ when !Path.Exists(path) => NotThere(path),
        _ => $"the gateway at {path} cannot be asked: {refused.Message}",
    };

    private static string NotThere(string path) =>
        $"no gateway answers at {path}: is it running? --socket or --config say where else to ask";
}
