using Pipeline.Actors.Ike.Transport;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>Behind a NAT, its mapping must not be forgotten while nothing is sent (RFC 3948 §4).</summary>
/// <param name="time">The clock.</param>
/// <param name="transport">Sends them.</param>
internal sealed class NatKeepAlive(TimeProvider time, IIkeTransport transport) : IDisposable
{
    private ITimer? _timer;

    /// <summary>Begins with the first IKE SA that is behind a NAT; without one it does nothing.</summary>
    /// <param name="sa">An IKE SA that is established.</param>
    /// <param name="interval">From one to the next; zero for never.</param>
    /// <param name="due">Called on another thread when it is time to send.</param>
    public void Start(IIkeSa sa, TimeSpan interval, Action due)
    {
        if (_timer is null && interval > TimeSpan.Zero && sa.Established is { IsBehindNat: true, UsesUdpEncapsulation: true })
        {
            _timer = time.CreateTimer(_ => due(), null, interval, interval);
        }
    }

    /// <summary>Sends one for each IKE SA that is in use.</summary>
    public void Send(IEnumerable<OwnedIkeSa> sas)
    {
        foreach (OwnedIkeSa owned in sas)
        {
            if (owned.Sa.Established is { IsReplaced: false })
            {
                transport.SendKeepAlive(owned.Sa.Path);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
