using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Strangers;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike.Strangers;

/// <summary>RFC 7296 §2.6: what strangers may begin is bounded, in total and for each address.</summary>
public sealed class HalfOpenTableTests
{
    private static readonly IpAddress One = CoreRig.Address("192.0.2.1");
    private static readonly IpAddress Other = CoreRig.Address("192.0.2.2");

    private readonly HalfOpenTable _table = new(new IkeLimits { HalfOpen = 5, HalfOpenPerAddress = 3, CookieThreshold = 2 });

    [Fact]
    public void An_address_may_begin_only_so_many()
    {
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => _table.TryAdd(One)));
        Assert.True(_table.TryAdd(Other));
        Assert.Equal(4, _table.Count);
    }

    [Fact]
    public void All_together_may_begin_only_so_many()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.True(_table.TryAdd(i < 3 ? One : Other));
        }

        Assert.False(_table.TryAdd(CoreRig.Address("2001:db8::1")));
    }

    [Fact]
    public void What_is_established_makes_room_again()
    {
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => _table.TryAdd(One)));

        _table.Remove(One);

        Assert.True(_table.TryAdd(One));
    }

    [Fact]
    public void Cookies_are_wanted_from_the_threshold_on()
    {
        Assert.False(_table.WantsCookies);
        _table.TryAdd(One);
        Assert.False(_table.WantsCookies);
        _table.TryAdd(One);
        Assert.True(_table.WantsCookies);
        _table.Remove(One);
        Assert.False(_table.WantsCookies);
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        _table.TryAdd(One);

        _table.Remove(Other);

        Assert.Equal(1, _table.Count);
    }
}
