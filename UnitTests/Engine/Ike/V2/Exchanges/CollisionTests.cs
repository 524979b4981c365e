using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.V2.Exchanges;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2.Exchanges;

/// <summary>RFC 7296 §2.8 and §2.25: both sides want something at once. Whoever is first, both end with the same SAs.</summary>
public sealed class CollisionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_rekey_the_same_child(int seed)
    {
        IkeWorld world = IkeWorld.Established(seed: seed);

        world.A.RekeyChild();
        world.B.RekeyChild();
        world.Settle();

        world.AssertSettled(childCount: 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_rekey_the_same_child_and_one_request_is_late(int seed)
    {
        IkeWorld world = IkeWorld.Established(seed: seed);

        world.Link.Fate = _ => [TimeSpan.FromMilliseconds(100)];
        world.A.RekeyChild();
        world.Link.Fate = _ => [SimulatedLink.Latency];
        world.B.RekeyChild();
        world.Settle(20);

        world.AssertSettled(childCount: 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_rekey_the_same_child_and_the_first_answer_is_lost(int seed)
    {
        IkeWorld world = IkeWorld.Established(seed: seed);
        int count = 0;
        world.Link.Fate = _ => ++count == 3 ? [] : [SimulatedLink.Latency];

        world.A.RekeyChild();
        world.B.RekeyChild();
        world.Settle(20);

        world.AssertSettled(childCount: 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_rekey_the_Ike_sa(int seed)
    {
        IkeWorld world = IkeWorld.Established(seed: seed);

        world.A.Order(new IkeOrder.RekeyIke());
        world.B.Order(new IkeOrder.RekeyIke());
        world.Settle();

        world.AssertSettled(childCount: 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_rekey_the_Ike_sa_and_one_request_is_late(int seed)
    {
        IkeWorld world = IkeWorld.Established(seed: seed);

        world.Link.Fate = _ => [TimeSpan.FromMilliseconds(100)];
        world.A.Order(new IkeOrder.RekeyIke());
        world.Link.Fate = _ => [SimulatedLink.Latency];
        world.B.Order(new IkeOrder.RekeyIke());
        world.Settle(20);

        world.AssertSettled(childCount: 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_rekey_the_Ike_sa_and_the_first_answer_is_lost(int seed)
    {
        IkeWorld world = IkeWorld.Established(seed: seed);
        int count = 0;
        world.Link.Fate = _ => ++count == 3 ? [] : [SimulatedLink.Latency];

        world.A.Order(new IkeOrder.RekeyIke());
        world.B.Order(new IkeOrder.RekeyIke());
        // One side may end up with an IKE SA that the other has never heard of; it goes when its delete is not answered.
        world.Settle(300);

        world.AssertSettled(childCount: 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keys_of_a_replacement_that_waits_for_ours_are_erased_whether_it_is_taken_or_not(bool isTaken)
    {
        IkeWorld world = IkeWorld.Established();
        world.Link.Fate = _ => isTaken ? [TimeSpan.FromMilliseconds(30)] : [];
        world.A.Order(new IkeOrder.RekeyIke());
        world.Link.Fate = _ => [SimulatedLink.Latency];
        world.B.Order(new IkeOrder.RekeyIke());
        world.Settle(0.015);
        IkeRival rival = world.A.Only.IkeRekey!.Rival!;
        Assert.False(rival.Sa.Keys.SkD.IsErased);

        if (isTaken)
        {
            world.Settle();
            world.AssertSettled(childCount: 1);
        }
        else
        {
            world.A.Order(new IkeOrder.Forget());
        }

        Assert.True(rival.Sa.Keys.SkD.IsErased);
        Assert.True(rival.Sa.Keys.SkEi.IsErased);
    }

    [Fact]
    public void One_rekeys_the_Ike_sa_while_the_other_rekeys_a_child()
    {
        IkeWorld world = IkeWorld.Established();

        world.A.Order(new IkeOrder.RekeyIke());
        world.B.RekeyChild();
        world.Settle(20);

        world.AssertSettled(childCount: 1);
    }

    [Fact]
    public void One_deletes_a_child_while_the_other_rekeys_it()
    {
        IkeWorld world = IkeWorld.Established();

        world.A.DeleteChild();
        world.B.RekeyChild();
        world.Settle(20);

        world.AssertSettled(childCount: 0);
    }

    [Fact]
    public void Both_delete_the_same_child()
    {
        IkeWorld world = IkeWorld.Established();

        world.A.DeleteChild();
        world.B.DeleteChild();
        world.Settle();

        world.AssertSettled(childCount: 0);
    }

    [Fact]
    public void One_deletes_a_child_while_the_other_rekeys_the_Ike_sa()
    {
        IkeWorld world = IkeWorld.Established();

        world.A.DeleteChild();
        world.B.Order(new IkeOrder.RekeyIke());
        world.Settle(20);

        world.AssertSettled(childCount: 0);
    }

    [Fact]
    public void Both_end_the_Ike_sa()
    {
        IkeWorld world = IkeWorld.Established();

        world.A.Order(new IkeOrder.Terminate());
        world.B.Order(new IkeOrder.Terminate());
        world.Settle();

        Assert.All(world.A.Sas.Concat(world.B.Sas), sa => Assert.True(sa.IsClosed));
        Assert.Empty(world.A.Failures.Concat(world.B.Failures));
    }

    [Fact]
    public void One_ends_the_Ike_sa_while_the_other_rekeys_it()
    {
        IkeWorld world = IkeWorld.Established();

        world.A.Order(new IkeOrder.Terminate());
        world.B.Order(new IkeOrder.RekeyIke());
        world.Settle(200);

        Assert.All(world.A.Sas.Concat(world.B.Sas), sa => Assert.True(sa.IsClosed));
        Assert.Empty(world.B.Installed);
    }
}
