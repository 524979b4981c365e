using System.Net.Sockets;
using System.Text.Json;
using Pipeline.Gateway.Commands;

namespace Pipeline.Gateway.Control;

/// <summary>Answers on the control socket: one request and one response a client. Nothing that a client does disturbs the gateway.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(2);

    private readonly ControlListener _listener;
    private readonly Func<ControlRequest, CancellationToken, Task<ControlResponse>> _answer;
    private readonly ControlLimits _limits;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="listener">Its socket; the caller's.</param>
    /// <param name="answer">Answers one request; may throw, which the client is told of.</param>
    /// <param name="limits">What clients may cost.</param>
    public ControlServer(
        ControlListener listener, Func<ControlRequest, CancellationToken, Task<ControlResponse>> answer, ControlLimits? limits = null)
    {
        (_listener, _answer, _limits) = (listener, answer, limits ?? new ControlLimits());
        _places = new SemaphoreSlim(_limits.Clients);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Takes no more clients, and lets those that are there go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(FinishLimit);
        for (int place = 0; place < _limits.Clients; place++)
        {
            await _places.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Take(await _listener.Socket.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (SocketException)
            {
                // A client that went before it was there, or no file descriptor left: neither ends the server.
                await Task.Delay(TimeSpan.FromMilliseconds(10), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(Socket client)
    {
        if (!ProcessUser.IsTrusted(client))
        {
            Refuse(client, "only the user who runs the gateway, and root, may give it orders");
        }
        else if (!_places.Wait(0))
        {
            Refuse(client, $"{_limits.Clients} clients are there already; ask again later");
        }
        else
        {
            _ = ServeAsync(client);
        }
    }

    /// <summary>Says so and hangs up; a new socket has room for a line, so that this does not wait.</summary>
    private static void Refuse(Socket client, string why)
    {
        try
        {
            client.Blocking = false;
            client.Send([.. LineOf(ControlResponse.Refuse(ExitCode.Unavailable, why)), (byte)'\n']);
        }
        catch (SocketException)
        {
            // It has gone already.
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            ControlResponse response = await AnswerAsync(client).ConfigureAwait(false);
            using CancellationTokenSource patience = Patience();
            await ControlLine.WriteAsync(client, LineOf(response), patience.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // It does not listen any more.
        }
        finally
        {
            client.Dispose();
            _places.Release();
        }
    }

    private async Task<ControlResponse> AnswerAsync(Socket client)
    {
        try
        {
            using CancellationTokenSource patience = Patience();
            byte[]? line = await ControlLine.ReadAsync(client, _limits.RequestLength, patience.Token).ConfigureAwait(false);
            if (line is null)
            {
                return ControlResponse.Refuse(ExitCode.BadInput, $"a request is one line of at most {_limits.RequestLength} bytes");
            }

            return JsonSerializer.Deserialize(line, ControlShapes.Default.ControlRequest) is { } request
                ? await _answer(request, _stop.Token).ConfigureAwait(false)
                : ControlResponse.Refuse(ExitCode.BadInput, "a request is one object of JSON");
        }
        catch (JsonException wrong)
        {
            return ControlResponse.Refuse(ExitCode.BadInput, $"the request cannot be read: {wrong.Message}");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return ControlResponse.Refuse(ExitCode.Unavailable, "the gateway is stopping");
        }
        catch (OperationCanceledException)
        {
            return ControlResponse.Refuse(ExitCode.BadInput, $"no whole request came within {_limits.ClientPatience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is not SocketException)
        {
            return ControlResponse.Refuse(ExitCode.Failed, $"unexpected {fault.GetType().Name}: {fault.Message}");
        }
    }

    private static byte[] LineOf(ControlResponse response) => JsonSerializer.SerializeToUtf8Bytes(response, ControlShapes.Default.ControlResponse);

    private CancellationTokenSource Patience()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        source.CancelAfter(_limits.ClientPatience);
        return source;
    }
}
