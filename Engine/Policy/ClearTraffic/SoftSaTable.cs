using System.Collections.Concurrent;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy.ClearTraffic;

/// <summary>Hosts that are talked to in the clear although their rule would rather protect it: the soft SAs of Windows. Safe for concurrent use.</summary>
/// <remarks>
/// Fails closed, whatever happens to it: a host that an SA has protected never gets a soft SA while the gateway runs, one whose peer answered IKE gets
/// none until that is forgotten, and a full table opens none. Times are monotonic, and given. Looking up allocates nothing.
/// </remarks>
public sealed class SoftSaTable
{
    /// <summary>Hosts that have a soft SA at a time, at most.</summary>
    public const int MostHosts = 4096;

    private readonly ConcurrentDictionary<(string SaName, IpAddress Host), SoftSa> _open = new();
    private readonly ConcurrentDictionary<string, SecuredHosts> _secured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _answered = new(StringComparer.Ordinal);
    private readonly ReportLimit _reports = new();

    /// <summary>Soft SAs that are there.</summary>
    public int Count => _open.Count;

    /// <summary>Hears of every soft SA that was opened or refused, ten times a second at most; called on any thread. Null for nobody.</summary>
    public Action<string>? Listener { get; set; }

    /// <summary>Tells whether a packet may pass in the clear.</summary>
    /// <param name="saName">What its rule says protects it.</param>
    /// <param name="host">The host at the other end.</param>
    /// <param name="now">A monotonic time.</param>
    public bool IsOpen(string saName, in IpAddress host, TimeSpan now)
    {
        if (_open.IsEmpty || !_open.ContainsKey((saName, host)))
        {
            return false;
        }

        if (WhyNot(saName, host, now) is not null)
        {
            _open.TryRemove((saName, host), out _);
            return false;
        }

        return true;
    }

    /// <summary>Tells whether it is time to try IKE with a host again; the soft SA goes on meanwhile.</summary>
    /// <returns>True for one caller each time.</returns>
    public bool IsRetryDue(string saName, in IpAddress host, TimeSpan now) =>
        _open.TryGetValue((saName, host), out SoftSa soft) && now >= soft.Due
        && _open.TryUpdate((saName, host), soft with { Due = now + soft.RetryAfter }, soft);

    /// <summary>Opens a soft SA: the host's peer has not answered IKE in time.</summary>
    /// <param name="saName">What the rule says protects it.</param>
    /// <param name="host">The host at the other end.</param>
    /// <param name="unsecured">What the rule allows.</param>
    /// <param name="now">A monotonic time.</param>
    /// <returns>False when the traffic must not pass in the clear.</returns>
    public bool TryOpen(string saName, in IpAddress host, UnsecuredTraffic unsecured, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(unsecured);
        if (!unsecured.FallsBackToClear)
        {
            return false;
        }

        string? refusal = WhyNot(saName, host, now) ?? (HasRoom(now) ? null : "too many hosts are talked to in the clear already");
        if (refusal is null && _open.TryAdd((saName, host), new SoftSa(now + unsecured.RetryAfter, unsecured.RetryAfter)))
        {
            Report(now, $"{host} does not answer IKE: it is talked to in the clear, and \"{saName}\" is tried again after {unsecured.RetryAfter.TotalSeconds:0} s");
        }
        else if (refusal is not null)
        {
            Report(now, $"{host} is not talked to in the clear although \"{saName}\" is not there: {refusal}");
        }

        return refusal is null;
    }

    /// <summary>Notes that an SA carries traffic: its hosts are never talked to in the clear again.</summary>
    /// <param name="saName">Its name.</param>
    /// <param name="selectors">What it carries, in the sender's view; none for anything.</param>
    public void MarkSecured(string saName, IReadOnlyList<TrafficSelector> selectors) =>
        _secured.GetOrAdd(saName, static _ => new SecuredHosts()).Add(selectors);

    /// <summary>Tells whether an SA of this name has protected a host's traffic.</summary>
    public bool WasSecured(string saName, in IpAddress host) =>
        _secured.TryGetValue(saName, out SecuredHosts? secured) && secured.Contains(host);

    /// <summary>Notes that a peer speaks IKE, whatever came of it.</summary>
    /// <param name="saName">What is negotiated with it.</param>
    /// <param name="until">When that is forgotten, monotonic.</param>
    public void MarkAnswered(string saName, TimeSpan until) => _answered[saName] = until;

    private string? WhyNot(string saName, in IpAddress host, TimeSpan now)
    {
        if (WasSecured(saName, host))
        {
            return "its traffic was protected before";
        }

        return _answered.TryGetValue(saName, out TimeSpan until) && now < until ? "its peer speaks IKE" : null;
    }

    /// <summary>Makes room by forgetting hosts that have not been talked to since IKE was due.</summary>
    private bool HasRoom(TimeSpan now)
    {
        if (_open.Count < MostHosts)
        {
            return true;
        }

        if (_reports.IsSweepDue(now))
        {
            foreach (((string SaName, IpAddress Host) key, SoftSa soft) in _open)
            {
                if (now >= soft.Due)
                {
                    _open.TryRemove(key, out _);
                }
            }
        }

        return _open.Count < MostHosts;
    }

    private void Report(TimeSpan now, FormattableString text)
    {
        if (Listener is { } listener && _reports.TryTake(now))
        {
            listener(FormattableString.Invariant(text));
        }
    }

    /// <param name="Due">When IKE is tried again.</param>
    /// <param name="RetryAfter">How long after that the next time.</param>
    private readonly record struct SoftSa(TimeSpan Due, TimeSpan RetryAfter);
}
