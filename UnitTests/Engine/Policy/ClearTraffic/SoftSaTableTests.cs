using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Policy.ClearTraffic;

/// <summary>Soft SAs fail closed: nobody gets one who was protected before, who answers, or who is one too many.</summary>
public sealed class SoftSaTableTests
{
    private static readonly UnsecuredTraffic Allowed = new() { FallsBackToClear = true, RetryAfter = TimeSpan.FromSeconds(300) };

    private readonly SoftSaTable _table = new();
    private readonly List<string> _reports = [];

    public SoftSaTableTests() => _table.Listener = _reports.Add;

    [Fact]
    public void Is_open_once_it_was_opened_and_for_that_host_only()
    {
        Assert.False(_table.IsOpen("sa", Host(1), default));
        Assert.True(_table.TryOpen("sa", Host(1), Allowed, default));

        Assert.True(_table.IsOpen("sa", Host(1), default));
        Assert.False(_table.IsOpen("sa", Host(2), default));
        Assert.False(_table.IsOpen("other", Host(1), default));
        Assert.Contains("does not answer IKE", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_never_opened_where_the_rule_does_not_allow_it() =>
        Assert.False(_table.TryOpen("sa", Host(1), UnsecuredTraffic.Refuse, default));

    [Fact]
    public void A_host_that_was_protected_gets_none_and_loses_the_one_it_has()
    {
        _table.TryOpen("sa", Host(1), Allowed, default);
        _table.MarkSecured("sa", [new TrafficSelector { Destination = new AddressRange(Host(0), Host(9)) }]);

        Assert.False(_table.IsOpen("sa", Host(1), default));
        Assert.False(_table.TryOpen("sa", Host(2), Allowed, TimeSpan.FromDays(100)));
        Assert.True(_table.TryOpen("sa", Host(10), Allowed, default));
        Assert.Contains(_reports, report => report.Contains("protected before", StringComparison.Ordinal));
    }

    [Fact]
    public void A_peer_that_answers_gets_none_until_that_is_forgotten()
    {
        _table.TryOpen("sa", Host(1), Allowed, default);
        _table.MarkAnswered("sa", until: TimeSpan.FromSeconds(300));

        Assert.False(_table.IsOpen("sa", Host(1), TimeSpan.FromSeconds(1)));
        Assert.False(_table.TryOpen("sa", Host(1), Allowed, TimeSpan.FromSeconds(299)));
        Assert.True(_table.TryOpen("sa", Host(1), Allowed, TimeSpan.FromSeconds(300)));
    }

    [Fact]
    public void It_is_time_to_try_again_once_each_interval_for_one_caller()
    {
        _table.TryOpen("sa", Host(1), Allowed, default);

        Assert.False(_table.IsRetryDue("sa", Host(1), TimeSpan.FromSeconds(299)));
        Assert.True(_table.IsRetryDue("sa", Host(1), TimeSpan.FromSeconds(300)));
        Assert.False(_table.IsRetryDue("sa", Host(1), TimeSpan.FromSeconds(300)));
        Assert.True(_table.IsRetryDue("sa", Host(1), TimeSpan.FromSeconds(600)));
        Assert.True(_table.IsOpen("sa", Host(1), TimeSpan.FromSeconds(600)));
    }

    [Fact]
    public void Is_bounded_and_forgets_hosts_that_nobody_talks_to()
    {
        for (uint host = 0; host < 2 * SoftSaTable.MostHosts; host++)
        {
            Assert.Equal(host < SoftSaTable.MostHosts, _table.TryOpen("sa", Host(host), Allowed, default));
        }

        Assert.Equal(SoftSaTable.MostHosts, _table.Count);
        Assert.True(_table.TryOpen("sa", Host(100_000), Allowed, TimeSpan.FromSeconds(301)));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void Hosts_that_are_tried_one_after_the_other_fill_no_log()
    {
        for (uint host = 0; host < 1000; host++)
        {
            _table.TryOpen("sa", Host(host), Allowed, TimeSpan.FromMilliseconds(host));
        }

        Assert.Equal(10, _reports.Count);
    }

    [Fact]
    public void More_ranges_than_its_bound_count_as_every_host()
    {
        for (uint host = 0; host <= 1024; host++)
        {
            _table.MarkSecured("sa", [new TrafficSelector { Destination = AddressRange.Of(Host(host * 2)) }]);
        }

        Assert.True(_table.WasSecured("sa", Host(1)));
        Assert.False(_table.WasSecured("other", Host(1)));
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        _table.TryOpen("sa", Host(1), Allowed, default);
        _table.MarkSecured("sa", [new TrafficSelector { Destination = AddressRange.Of(Host(5)) }]);
        Look(100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Look(10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Look(int times)
    {
        for (int round = 0; round < times; round++)
        {
            _table.IsOpen("sa", Host(1), default);
            _table.IsRetryDue("sa", Host(1), default);
            _table.WasSecured("sa", Host(2));
        }
    }

    private static IpAddress Host(uint number) => new((UInt128)(0x0A000000 + number), IsIpv6: false);
}
