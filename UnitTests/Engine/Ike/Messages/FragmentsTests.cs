using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Messages;

/// <summary>RFC 7383 §2.6: reassembly, apart from cryptography.</summary>
public sealed class FragmentsTests
{
    private readonly Fragments _fragments = new(new FragmentLimits
    {
        MaximumFragmentCount = 4,
        MaximumMessageLength = 100,
        MaximumMessageCount = 2,
    });

    [Fact]
    public void Joins_the_parts_in_their_order_with_the_first_ones_payload_type()
    {
        Assert.Null(Add(Message(1), 2, 2, [3, 4], PayloadType.Notify));

        byte[] form = Add(Message(1), 1, 2, [1, 2], PayloadType.Nonce)!;

        Assert.Equal([1, 2, 3, 4], form[ProtectedForm.PayloadsOffset..]);
        Assert.Equal((byte)PayloadType.Encrypted, form[16]);
        Assert.Equal(form.Length, form[27]);
        Assert.Equal([(byte)PayloadType.Nonce, 0, 0, 8], form[28..32]);
    }

    [Fact]
    public void A_fragment_that_is_there_already_is_not_wanted_again()
    {
        Add(Message(1), 1, 3, [1]);

        Assert.False(Wants(Message(1), 1, 3));
        Assert.True(Wants(Message(1), 2, 3));
    }

    [Fact]
    public void A_larger_total_starts_the_message_anew_and_a_smaller_one_is_old()
    {
        Add(Message(1), 1, 2, [1]);

        Assert.True(Wants(Message(1), 1, 3));
        Assert.Equal(1, _fragments.HeldLength);
        Add(Message(1), 1, 3, [5, 6]);

        Assert.Equal(2, _fragments.HeldLength);
        Assert.False(Wants(Message(1), 2, 2));
        Assert.Null(Add(Message(1), 3, 3, [9]));
        Assert.Equal([5, 6, 7, 9], Add(Message(1), 2, 3, [7])![ProtectedForm.PayloadsOffset..]);
    }

    [Fact]
    public void Requests_and_responses_of_the_same_number_are_different_messages()
    {
        Add(Message(1), 1, 2, [1]);

        Assert.Null(Add(Message(1) with { IsResponse = true }, 2, 2, [2]));
    }

    [Fact]
    public void The_oldest_message_gives_way_to_a_third()
    {
        Add(Message(1), 1, 2, [1]);
        Add(Message(2), 1, 2, [1]);
        Add(Message(3), 1, 2, [1]);

        Assert.Equal(2, _fragments.HeldLength);
        Assert.True(Wants(Message(1), 1, 2));
        Assert.False(Wants(Message(2), 1, 2));
    }

    [Fact]
    public void More_fragments_than_allowed_are_not_wanted()
    {
        Assert.True(Wants(Message(1), 1, 4));
        Assert.False(Wants(Message(1), 1, 5));
    }

    [Fact]
    public void More_bytes_than_allowed_end_the_message()
    {
        Add(Message(1), 1, 3, new byte[60]);

        Assert.Null(Add(Message(1), 2, 3, new byte[41]));
        Assert.Equal(0, _fragments.HeldLength);
    }

    private static IkeMessage Message(uint messageId) => new()
    {
        InitiatorSpi = 1,
        Exchange = ExchangeType.IkeAuth,
        MessageId = messageId,
        Received = new byte[IkeHeader.HeaderLength],
    };

    private static EncryptedFragmentPayload Fragment(int number, int total, PayloadType first = PayloadType.None) =>
        new(first, (ushort)number, (ushort)total, default);

    private bool Wants(IkeMessage outer, int number, int total) => _fragments.Wants(outer, Fragment(number, total));

    private byte[]? Add(IkeMessage outer, int number, int total, byte[] text, PayloadType first = PayloadType.None)
    {
        Assert.True(_fragments.Wants(outer, Fragment(number, total, first)));
        return _fragments.Add(outer, Fragment(number, total, first), text);
    }
}
