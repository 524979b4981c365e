using Pipeline.Gateway.Commands;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Gives each request to the one that answers it. A command that is added is a word and a line here.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="reloader">Reads its configuration again.</param>
/// <param name="log">Hears of reloads.</param>
internal sealed class ControlDesk(GatewayInService gateway, Reloader reloader, TextWriter log)
{
    /// <summary>Answers.</summary>
    public Task<ControlResponse> AnswerAsync(ControlRequest request, CancellationToken cancellation) => request.Command switch
    {
        ControlWords.Status => StatusAnswer.AnswerAsync(gateway),
        ControlWords.Sas => SasAnswer.AnswerAsync(gateway),
        ControlWords.Initiate => new OrderAnswer(gateway, request).InitiateAsync(cancellation),
        ControlWords.Terminate => new OrderAnswer(gateway, request).TerminateAsync(cancellation),
        ControlWords.Rekey => new OrderAnswer(gateway, request).RekeyAsync(cancellation),
        ControlWords.Reload => ReloadAsync(request.PlanOnly, cancellation),
        _ => Task.FromResult(ControlResponse.Refuse(ExitCode.BadInput, "the gateway does not know this command; is it of another version?")),
    };

    /// <summary>Reads the configuration again, and writes into the log what came of it.</summary>
    public async Task<ControlResponse> ReloadAsync(bool planOnly, CancellationToken cancellation)
    {
        ControlResponse response;
        try
        {
            response = await reloader.ReloadAsync(planOnly, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Nobody waits for the answer to a signal: what is thrown on would be seen by no one.
            response = ControlResponse.Refuse(ExitCode.Failed, $"unexpected {fault.GetType().Name}: {fault.Message}");
        }

        if (!planOnly)
        {
            log.WriteLine(string.Join(Environment.NewLine, ReloadLines.Of(response).Select(line => $"reload: {line}")));
        }

        return response;
    }
}
