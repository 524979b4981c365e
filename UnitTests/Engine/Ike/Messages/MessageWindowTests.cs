using Pipeline.Engine.Ike.Messages;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Messages;

/// <summary>RFC 7296 §2.1 to §2.3: a request is handled once, whatever comes how often.</summary>
public sealed class MessageWindowTests
{
    private static readonly byte[][] Answer = [[1, 2, 3]];

    [Fact]
    public void A_request_is_new_until_it_is_answered()
    {
        var window = new MessageWindow();

        Assert.Equal(RequestFate.New, window.Judge(0));
        window.Answer(0, Answer);

        Assert.Equal(RequestFate.Answered, window.Judge(0));
        Assert.Same(Answer, window.AnswerOf(0));
        Assert.Equal(RequestFate.New, window.Judge(1));
    }

    [Fact]
    public void What_is_beyond_the_window_or_long_answered_is_outside()
    {
        var window = new MessageWindow(size: 2);

        Assert.Equal(RequestFate.Outside, window.Judge(2));
        for (uint id = 0; id < 5; id++)
        {
            window.Answer(id, Answer);
        }

        Assert.Equal(RequestFate.Outside, window.Judge(2));
        Assert.Equal(RequestFate.Answered, window.Judge(3));
    }

    [Fact]
    public void Requests_inside_the_window_may_overtake_one_another()
    {
        var window = new MessageWindow(size: 3);

        window.Answer(2, Answer);

        Assert.Equal(RequestFate.New, window.Judge(0));
        Assert.Equal(RequestFate.Outside, window.Judge(3));
        window.Answer(0, Answer);
        window.Answer(1, Answer);
        Assert.Equal(3u, window.Lowest);
    }

    [Fact]
    public void A_repetition_is_the_same_bit_by_bit()
    {
        var window = new MessageWindow();

        window.Remember(0, [1, 2, 3]);

        Assert.True(window.IsRepetition(0, [1, 2, 3]));
        Assert.False(window.IsRepetition(0, [1, 2, 4]));
        Assert.False(window.IsRepetition(1, [1, 2, 3]));
    }
}
