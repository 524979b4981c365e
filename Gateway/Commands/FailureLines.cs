using System.Globalization;
using Pipeline.Actors.Ike;
using Pipeline.Engine.Ike;

namespace Pipeline.Gateway.Commands;

/// <summary>Bounds the lines that strangers can cause: whoever sends first requests with forged addresses fills no log.</summary>
/// <remarks>
/// Failures of IKE_SA_INIT and IKE_AUTH are told ten times a second and counted beyond that: their peer is not authenticated. Everything else costs
/// a peer its proof first. <c>status</c> still has the last failure of each connection. Safe on all threads.
/// </remarks>
/// <param name="output">Where lines go.</param>
internal sealed class FailureLines(TextWriter output)
{
    private const int MostInInterval = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _since;
    private int _failures;

    /// <summary>Writes the line of what happened, or counts it.</summary>
    public void Write(IkeReported reported)
    {
        lock (_lock)
        {
            EndInterval(reported.At);
            if (!IsByStranger(reported.What) || ++_failures <= MostInInterval)
            {
                output.WriteLine(IkeLine.Of(reported));
            }
        }
    }

    /// <summary>Tells how many were left out, once their second is over. To be called now and then: after a flood nothing else may happen.</summary>
    public void EndInterval(DateTimeOffset now)
    {
        lock (_lock)
        {
            if ((now - _since).Duration() < Interval)
            {
                return;
            }

            if (_failures > MostInInterval)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{now:HH:mm:ss.fff} failed: {_failures - MostInInterval} more negotiations with peers that are not authenticated"));
            }

            (_since, _failures) = (now, 0);
        }
    }

    private static bool IsByStranger(NegotiationEvent what) =>
        what is NegotiationEvent.Failed { Failure.Step: IkeStep.IkeSaInit or IkeStep.IkeAuth };
}
