"""The layouts of pages: as sites, mail and word processors write them, one file because it is one list."""

from __future__ import annotations

from typing import Final

from benchmarks.reading.articles_pages import Layout, each, in_runs, with_advertisements, with_noise, wrapped

_INDENTED: Final = each('<p style="text-indent: 2em;">@</p>')
_DIVS: Final = each("<div>　　@</div>")
_BREAKS: Final = each("　　@<br /><br />")
_BREAK: Final = each("&nbsp;&nbsp;&nbsp;&nbsp;@<br>")
_MSO: Final = in_runs(
    "<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly'>@<span lang=EN-US>"
    "<o:p></o:p></span></p>",
    "<span\nlang=EN-US style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:仿宋'>@</span>",
)
_FONTS: Final = in_runs(
    '<p class="western" style="margin-bottom: 0in">@</p>', '<font face="仿宋"><font size="4">@</font></font>'
)
_SECTIONS: Final = each(
    '<section style="margin: 0px 8px;line-height: 2em;"><section data-role="paragraph"><p style="text-indent: 2em;">'
    '<span style="font-size: 15px;letter-spacing: 1px;">@</span></p></section></section><p><br></p>'
)
_SPACED: Final = each('<p style="line-height: 2em;"><span style="font-size: 16px;">@</span></p><p><br  /></p>')
_BLOCK: Final = each(
    '<div class="block docx-text-block"><div class="ace-line" data-node="true"><span data-string="true">@</span>'
    '<span data-enter="true">&#8203;</span></div></div>'
)
_WPS: Final = in_runs(
    '<p class=MsoNormal  style="text-indent:32.0000pt;" >@<span style="mso-spacerun:\'yes\';" ><o:p></o:p></span></p>',
    '<span style="mso-spacerun:\'yes\';font-family:仿宋;" ><font face="仿宋" >@</font></span>',
)
_SAVED: Final = "From: <Saved by Blink>\nSubject: =?utf-8?Q?1?=\n"
_HEAD: Final = '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>'
_OLD: Final = (
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><meta http-equiv="Content-Type" '
    'content="text/html; charset=gb2312"><title>'
)
_BOUND: Final = (
    'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----=_Part_0"\n\n'
    "------=_Part_0\nContent-Type: text/html; charset=%s\nContent-Transfer-Encoding: quoted-printable\n"
    "Content-Location: http://www.qingshi.example/1.html\n\n"
)
_WECHAT: Final = (
    _HEAD
    + """$title</title><script nonce="1">window.a="<section>脚本里的字，不是正文。</section>";</script></head>
<body id="activity-detail" class="zh_CN mm_appmsg"><div id="js_article" class="rich_media">\
<div class="rich_media_inner">
<div id="page-content" class="rich_media_area_primary"><div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title" id="activity-name">
$title
</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_text">原创</span>
<span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a href="javascript:void(0);" id="js_name">
青石发布 </a></span><em id="publish_time" class="rich_media_meta">2024-01-05 17:30</em><em>发表于</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">$body
</div><div class="rich_media_tool" id="js_toobar3"><div class="media_tool_meta">阅读 <span>1024</span></div>
<div style="display:none">此内容因违规无法查看</div></div></div></div><div class="rich_media_area_extra">
<div class="qr_code_pc_outer" id="js_pc_qr_code" style="display:none;"><p>微信扫一扫<br>关注该公众号</p></div>
<div class="wx_stream_article_slide_tip">继续滑动看下一个</div></div></div></div>
<div class="weui-dialog" style="display: none"><p>轻触阅读原文，知道了。</p></div>$script</body></html>"""
)

LAYOUTS: Final = (
    Layout("state council", _HEAD + """${title}_滚动新闻_青石政府网</title><script src="j.js"></script></head><body>
<div class="header"><div class="header_inner"><a class="logo" href="/"><img src="l.png"></a><ul>$nav</ul></div></div>
<div class="BreadcrumbNav"><a href="/">首页</a> &gt; <a href="/xw/">新闻</a> &gt; <a href="/xw/gd/">滚动</a></div>
<div class="container"><div class="content"><h1 id="ti">$title</h1>
<div class="pages-date">2024-01-05 17:30 <span class="font">来源： 青石县人民政府</span>
<div class="pages_print">字号：<span>默认</span> <span>大</span> <span>超大</span> | <span>打印</span> | \
<div id="share">$share</div></div></div>
<div class="pages_content" id="UCAP-CONTENT">$body</div><div class="editor"><span>责任编辑：林晓</span></div></div>
<div class="related"><div class="rel_title">相关稿件</div><ul>$news</ul></div></div>
<div class="footer"><div class="footer_link">$navs</div>$foot</div>$script</body></html>""", _INDENTED),
    Layout("county portal", _HEAD + """$title - 青石县人民政府门户网站</title>\
<meta name="ArticleTitle" content="$title">
<meta name="SiteName" content="青石县人民政府"><style>.TRS_Editor p{font-size:16px}</style></head><body>
<div class="topbar"><div class="topbar-link left">$navs</div></div><div class="top mg"><div class="logo"><h1>\
<a href="/">
<span class="hide">青石县人民政府门户网站</span></a></h1></div><div class="search"><form><input value="请输入关键词">\
</form>
<p class="hotwd">热门搜索：<a href="/s?1">公积金</a> <a href="/s?2">社保</a></p></div></div>
<div class="main-nav-box"><ul class="main-nav">$nav</ul></div><div class="main-content group"><ul class="bread">
<li><a href="../">首页</a></li><li><span>&gt;</span> <a href="../../">要闻</a></li><li><span>&gt;</span> 县内要闻 \
</li></ul>
<div class="main-content-wrap"><div class="detail-article-title"><h3></h3><h2>$title</h2><h3></h3></div>
<ul class="detail-article-infos"><li><span><i>时间：</i>2024-01-05 06:23</span> <span><i>来源：</i>青石融媒</span></li>
<li><span id="myPrint">打印</span><span><i>字体：</i><a href="javascript:;">放大</a> <a href="javascript:;">正常</a>\
</span></li></ul>
<div class="article-body"><div class="TRS_Editor">$body</div></div><dl class="qcode"><dt>扫一扫在手机打开当前页面</dt>
<dd><canvas></canvas></dd></dl><div class="rel-list"><h4>相关新闻</h4><ul>$news</ul></div></div></div>
<div class="bottom">$foot</div>$script</body></html>""", _DIVS),
    Layout("public information", _HEAD + """${title}_政府信息公开_青石县</title><link rel="stylesheet" href="a.css">\
</head><body>
<div class="xxgk_head"><a href="/">青石县政府信息公开</a></div><div class="xxgk_left"><ul class="tree">$nav</ul></div>
<div class="xxgk_right"><div class="wz">您所在的位置：<a href="/">首页</a>&gt;<a href="/xxgk">信息公开</a>&gt;正文</div>
<table class="table_suoyin"><tr><th>索 引 号：</th><td>QS001/2024-00012</td><th>信息分类：</th><td>工作总结</td></tr>
<tr><th>发文机关：</th><td>青石镇人民政府</td><th>成文日期：</th><td>2024年1月5日</td></tr></table>
<div class="xxgk_title">$title</div><div class="xxgk_date">发布日期：2024-01-05　浏览次数：<span id="hits">286</span>\
　字号：[ <a href="javascript:f(18)">大</a> <a href="javascript:f(16)">中</a> ]</div>
<div id="zoom" class="xxgk_content"><meta name="ContentStart">$body<meta name="ContentEnd"></div>
<div class="bar">【<a href="javascript:window.print()">打印本页</a>】 【<a href="javascript:window.close()">关闭窗口\
</a>】</div>
<p class="prev">上一篇：<a href="2.html">关于印发行动方案的通知</a></p><p>下一篇：没有了</p></div>
<div class="xxgk_bottom">$foot</div></body></html>"""),
    Layout("town news", _HEAD + """$title</title></head><body><div id="top"><img src="banner.jpg"></div><ul id="menu">\
$nav</ul>
<div class="w1000"><div class="fl w230"><h3>新闻动态</h3><ul>$nav</ul><h3>通知公告</h3><ul>$news</ul></div>
<div class="fr w750"><div class="pos">当前位置：<a href="/">首页</a> » <a href="/x/">工作动态</a></div><h3 class="bt">\
$title</h3>
<p class="ly">作者：党政办　　发布时间：2024-01-05　　点击数：52</p><div class="nr">$body</div></div></div>
<div id="foot">版权所有：青石镇人民政府　地址：青石镇团结路1号　邮编：000000</div></body></html>""",
        each("<p>&nbsp;&nbsp;&nbsp;&nbsp;@</p>")),
    Layout("form around everything", _HEAD + """$title</title></head><body>\
<form name="aspnetForm" method="post" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTY1"><div class="head"><ul class="daohang">$nav</ul></div>
<div class="login">用户名：<input name="u"> 密码：<input type="password"> <button>登录</button></div>
<div class="con"><div class="con_l"><div class="tit">最新信息</div><ul>$news</ul></div><div class="con_r">
<span id="lblTitle" class="newstitle">$title</span><div>发布人：管理员 发布日期：2024/1/5 9:12:33 阅读次数：33</div>
<div id="divContent">$body</div><div>[ <a href="javascript:history.back()">返回</a> ]</div></div></div>
<div class="foot"><select><option>友情链接</option>$friends</select>$foot</div></form></body></html>""", _INDENTED),
    Layout("cms of tables", _OLD + """$title</title><meta name="ArticleTitle" content="$title"></head><body>\
<table width="1000"><tr><td>
<table class="hd"><tr>$navtds</tr></table></td></tr><tr><td><table><tr><td class="path">当前位置：<a href="/">首页</a>\
 &gt; <a href="/col/">工作总结</a></td></tr></table>
<table id="article" width="98%" align="center"><tr><td class="title" align="center">$title</td></tr>
<tr><td align="center" class="bar">来源：县政府办　作者：　发布日期：2024-01-05　访问次数：<script>hits()</script>\
　字号：〖 <a href="javascript:s(16)">大</a> <a href="javascript:s(14)">中</a> 〗</td></tr>
<tr><td class="bt_content"><!--RSS.content.begin--><div id="c">$body</div><!--RSS.content.end--></td></tr>
<tr><td align="right">[打印] [<a href="javascript:window.close()">关闭</a>]</td></tr></table></td></tr>
<tr><td class="ft" align="center">$foot</td></tr></table></body></html>""", encoding="gb18030"),
    Layout("university", _OLD.replace("gb2312", "UTF-8") + """$title-青石学院党政办公室</title>\
<script src="/system/resource/js/vsbscreen.min.js"></script></head><body>
<div class="nav"><ul>$nav</ul></div><div class="ny"><div class="ny_left"><h2>工作简报</h2><ul>$nav</ul></div>\
<div class="ny_right">
<div class="ny_pos">您的位置： <a href="index.htm">首页</a> &gt;&gt; <a href="gz.htm">工作简报</a> &gt;&gt; 正文</div>
<form name="_newscontent_fromname"><div class="content-title"><h3>$title</h3><i>时间：2024-01-05　点击数：\
<span id="dynclicks">108</span></i></div>
<div id="vsb_content_2" class="v_news_content">$body</div><div id="div_vote_id"></div><p>上一条：<a href="1.htm">\
关于元旦放假的通知</a></p>
<p>下一条：<a href="3.htm">2024年度工作要点</a></p><p>【<a href="javascript:window.close()">关闭</a>】</p></form>\
</div></div>
<div class="foot"><p>Copyright © 2024 青石学院党政办公室</p></div></body></html>""",
        in_runs('<p class="vsbcontent_start">@</p>', "<span style=\"font-family: 仿宋\">@</span>")),
    Layout("party newspaper", _HEAD + """$title--乡村频道--青石新闻网</title></head><body>\
<div class="top_nav clearfix"><div>$navs</div>
<div class="p_login"><p>登录通行证 <a href="/reg">立即注册</a></p></div></div><div class="path"><span id="navpath">\
<a href="/">青石新闻网</a>&gt;&gt;<a href="/x">乡村</a></span></div>
<div class="text_title"><h3 class="pre"></h3><h1>$title</h1><h4 class="sub"></h4><p class="author"></p>\
<div class="box01">
<div class="fl">2024年01月05日08:18&nbsp;&nbsp;来源：<a href="/">青石新闻网</a></div><div id="share"><span>分享到：\
</span>$share</div></div></div>
<div class="text_con"><div class="text_con_left"><div class="box_con" id="zw"><div class="box_pic"></div>$body
<div class="zdfy"><a href="1.html">【1】</a><a href="2.html">【2】</a></div><div class="edit">(责编：林晓、程远)</div>\
</div>
<div class="dpzw"><h2>推荐阅读</h2>$teasers</div></div><div class="text_con_right"><h2>频道精选</h2><ul>$news</ul><h2>\
24小时排行</h2><ol>$news</ol></div></div>
<div class="copyright">$foot</div></body></html>""", each('<p style="text-indent: 2em;">\n\t@</p>')),
    Layout("news agency", _HEAD + """$title-青石融媒</title></head><body><div class="header domPC">\
<div class="header-top">$navs</div>
<div class="head-line"><h1><span class="title">$title</span></h1><div class="header-cont"><span class="year">2024\
</span><span>01/05</span> 16:20:11 来源：青石融媒</div></div></div>
<div class="main"><div class="main-left"><div id="detail">$body<div id="articleEdit"><span class="editor">\
【责任编辑：程远】</span><span class="jiucuo">【纠错】</span></div></div>
<div class="columBox"><div class="title">阅读下一篇：</div><div class="cont"><a href="/n">柳湾镇：小蘑菇撑起致富伞</a>\
</div></div></div>
<div class="main-right"><div class="columBox"><h2>深度观察</h2><ul>$news</ul></div></div></div><div class="foot">$foot\
</div>$script</body></html>"""),
    Layout("page for telephones", _HEAD + """$title</title><meta name="viewport" content="width=device-width"></head>\
<body>
<header><a href="javascript:history.back()">返回</a><span>青石发布</span></header><div class="wrap"><h2>$title</h2>
<div class="time">2024-01-05 09:00</div><div class="txt">$body</div></div><footer>青石县融媒体中心</footer>$script\
</body></html>""", _BREAKS),
    Layout("portal with side columns", _HEAD + """$title-桐岭乡人民政府</title><script src="jq.js"></script></head>\
<body>
<div class="head-wrap"><div class="weather">今天 晴 12℃~3℃</div><ul class="nav">$nav</ul></div>\
<div class="page clearfix">
<div class="sub-left"><div class="box"><div class="box-t">通知公告<a href="/tz/">更多&gt;&gt;</a></div><ul>$news</ul>\
</div>
<div class="box"><div class="box-t">热点专题</div><ul><li><a href="/zt1"><img src="a.jpg"></a><p>人居环境整治</p></li>\
</ul></div></div>
<div class="sub-main"><div class="article"><div class="article-hd"><h1>$title</h1><div class="article-info"><span>\
来源：桐岭乡</span><span>作者：乡党政办</span><span>2024-01-05</span><span>浏览：<em>77</em></span></div></div>
<div class="article-bd" id="fontzoom">$body</div><div class="article-ft"><p>分享：$share</p><div class="sm">\
扫一扫，手机看本文</div></div></div></div></div>
<div class="foot-wrap">$foot</div></body></html>""", _INDENTED),
    Layout("bootstrap", _HEAD + """$title | 石坡街道</title></head><body class="page-detail">\
<nav class="navbar navbar-default"><div class="container"><ul class="nav navbar-nav">$nav</ul></div></nav>
<div class="container"><ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/dt">动态</a></li>\
<li class="active">正文</li></ol>
<div class="row"><div class="col-md-9"><div class="panel panel-default"><div class="panel-heading text-center"><h3>\
$title</h3><small>发布者：石坡街道　时间：2024-01-05 10:00　浏览：12 次</small></div>
<div class="panel-body">$body</div><div class="panel-footer"><ul class="pager"><li><a href="1">上一篇</a></li><li>\
<a href="3">下一篇</a></li></ul></div></div></div>
<div class="col-md-3"><div class="panel"><div class="panel-heading">最新动态</div><ul class="list-group">$news</ul>\
</div></div></div></div>
<div class="container text-center">$foot</div>$script</body></html>""", wrapped),
    Layout("view box", _OLD + """${title}_工作总结_青石在线</title></head><body class="articleview">\
<div class="header"><div class="nav"><ul>$nav</ul></div></div>
<div class="w960"><div class="pleft"><div class="place"><strong>当前位置:</strong> <a href="/">主页</a> &gt; \
<a href="/a/">工作总结</a> &gt; </div>
<div class="viewbox"><div class="title"><h2>$title</h2></div><div class="info"><small>时间:</small>2024-01-05 11:20 \
<small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small><script src="/c.php"></script>次</div>
<div class="content"><table width="100%"><tr><td>$body</td></tr></table></div><div class="dede_pages"><ul></ul></div>
<div class="newdigg"><div class="diggbox"><div class="act">顶一下</div><div class="digg_num">(0)</div></div>\
<div class="diggbox"><div class="act">踩一下</div><div>0%</div></div></div>
<div class="handle"><div class="context"><ul><li>上一篇：<a href="1.html">桐岭乡简介</a></li><li>下一篇：没有了 </li>\
</ul></div><div class="actbox"><ul><li><a href="#">收藏</a></li><li><a href="#">挑错</a></li><li><a href="#">推荐</a>\
</li><li><a href="#">打印</a></li></ul></div></div></div>
<div class="mt1"><dl class="tbox"><dt><strong>发表评论</strong></dt><dd>\
请自觉遵守互联网相关的政策法规，严禁发布色情、暴力、反动的言论。<form><textarea></textarea>\
<input type="submit" value="发表评论"></form></dd></dl></div></div>
<div class="pright"><dl class="tbox"><dt><strong>热点内容</strong></dt><dd><ul>$news</ul></dd></dl></div></div>\
<div class="footer">$foot</div></body></html>""", _BREAK, "gbk"),
    Layout("content system", _HEAD + """$title - 工作总结 - 青石县教育局</title></head><body><div class="header">\
<div class="menu"><ul>$nav</ul></div></div>
<div class="main"><div class="col-left"><div class="crumbs"><a href="/">首页</a><span> &gt; </span><a href="/z">\
工作总结</a> &gt; </div>
<div id="Article"><h1>$title<br /><span>2024-01-05 15:30:12　来源：教育局　点击：<span id="hits">9</span></span></h1>
<div class="content">$body</div><div id="pages" class="text-c"></div><p class="f14"><strong>上一篇：</strong>\
<a href="a">第一篇</a><br /><strong>下一篇：</strong><a href="b">最后一篇</a></p>
<div class="related"><h5 class="blue">延伸阅读：</h5><ul>$news</ul></div></div><div id="comment_iframe"></div></div>
<div class="col-auto"><div class="box"><h5 class="title-2">频道总排行</h5><ul>$news</ul></div></div></div>\
<div class="footer">$foot</div></body></html>"""),
    Layout("blog", _HEAD + """$title | 基层笔记</title></head><body class="single single-post">\
<header id="masthead" class="site-header"><p class="site-title"><a href="/">基层笔记</a></p>\
<nav class="main-navigation"><ul>$nav</ul></nav></header>
<main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">$title</h1>\
<div class="entry-meta">由 <a href="/u">老林</a> 发布于 <time>2024年1月5日</time></div></header>
<div class="entry-content">$body</div><footer class="entry-footer">分类：<a href="/c">总结</a> 标签：<a href="/t">乡镇\
</a></footer></article>
<nav class="post-navigation"><a href="1">上一篇文章：述职的三点体会</a></nav><div class="related-posts"><h3>\
您可能还喜欢</h3>$teasers</div>
<div id="comments" class="comments-area"><h2>《总结》有3个想法</h2><ol class="comment-list">$replies</ol><form><p>\
您的电子邮箱地址不会被公开。必填项已标注。</p><textarea></textarea></form></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>近期文章</h2><ul>$news</ul></section></aside>\
<footer id="colophon">自豪地采用开源软件</footer></body></html>""", each("<p>@</p>")),
    Layout("model texts with advertisements", _HEAD + """${title}_工作总结_好范文网</title></head><body>\
<div class="head"><div class="logo"><a href="/">好范文网</a></div><div class="nav">$navs</div></div>
<div class="main"><div class="left"><div class="pos">当前位置：<a href="/">好范文网</a> &gt; <a href="/zj/">工作总结\
</a> &gt; 正文</div><div class="article"><h1>$title</h1>
<div class="info">时间：2024-01-05 作者：好范文网 <a href="/down/1.doc" class="dl">下载word文档</a></div>\
<div class="content">$body
<div class="xg"><h2>【$title】相关文章：</h2><ul>$models</ul></div></div></div><div class="list"><div class="t">\
相关文章推荐</div>$cards</div></div>
<div class="right"><div class="t">热门文章</div><ul>$models</ul><div class="t">推荐文章</div><ul>$models</ul></div>\
</div>
<div class="footer">Copyright © 2024 好范文网 版权所有 <a href="/about">关于我们</a>\
 本站内容由用户上传，如有侵权请联系我们删除。</div></body></html>""", with_advertisements),
    Layout("model texts with hidden words", _HEAD + """$title - 范文大全</title><script src="/js/m.js"></script>\
</head><body><div class="top">$navs</div><div class="box"><div class="crumb"><a href="/">范文大全</a>&gt;<a href="/z">\
工作总结</a></div>
<h1 class="title">$title</h1><div class="desc">更新时间：2024-01-05　投稿：林老师　阅读：1203</div>\
<div class="con" id="content">$body</div>
<p class="pages"><a href="1">上一页</a> <b>1</b> <a href="2">2</a> <a href="2">下一页</a></p><div class="copy">\
版权声明：本文由网友上传，不代表本站观点，如需删除请联系客服。</div>
<div class="hot"><h3>猜你喜欢</h3><div>$modelas</div></div></div><div class="bottom">$foot</div></body></html>""",
        with_noise),
    Layout("library of files", _HEAD + """$title - 文库 - 免费下载</title></head><body><div class="doc-header">\
<a href="/">文库</a><div class="search-bar"><input><button>搜索文档</button></div><a href="/vip">开通会员</a></div>
<div class="doc-main"><div class="doc-left"><h1 class="doc-title">$title</h1><div class="doc-info">\
<span class="score">4.5分</span> <span>1265阅读</span> <span>上传：基层老林</span> <a href="/d">下载文档</a></div>
<div class="reader"><div class="page-one">$body</div></div><div class="doc-bottom"><p>还剩2页未读，\
<a href="javascript:;">继续阅读</a></p><p>下载文档到电脑，查找使用更方便</p><a href="/d">立即下载</a></div>
<div class="comments"><h3>评论</h3><ul>$replies</ul></div></div><div class="doc-right"><h3>相关文档推荐</h3><ul>\
$models</ul><h3>最新上传</h3>$cards</div></div>
<div class="doc-footer">$foot</div>$script</body></html>""", each('<p class="rtcscls1">　　@</p>')),
    Layout("model texts with a disclaimer", _OLD + """$title-公文之家</title></head><body><div id="header">$navs</div>\
<div id="main"><div id="l"><h1>$title</h1><div class="gg"><script>a1()</script></div>
<div id="zw">$body<br>本文地址：<a href="/1.html">http://www.gongwen.example/1.html</a></div>
<div class="sm"><p>声明：本站所有文章均来自网络，版权归原作者所有。</p><p>\
如果侵犯了您的权益，请及时联系我们，我们将在第一时间删除。</p></div>
<div class="tj"><b>【相关推荐】</b>$modelas</div></div><div id="r"><h3>最新范文</h3><ul>$models</ul></div></div>\
<div id="footer">$foot</div></body></html>""", _BREAKS, "gbk"),
    Layout("old site of model texts", _OLD + """$title</title></head><body topmargin=0><table width=960 align=center>\
<tr>$navtds</tr></table><table width=960 align=center><tr><td width=700 valign=top>
<table width="100%"><tr><td height=40 align=center><font size=4><b>$title</b></font></td></tr><tr><td align=center>\
<font color=#999999>作者：佚名 文章来源：本站原创 更新时间：2024-1-5</font></td></tr>
<tr><td><script src=ad1.js></script></td></tr><tr><td style="font-size:14px;line-height:180%">$body</td></tr><tr><td>\
上一篇文章：<a href=1.htm>机关效能建设总结</a></td></tr><tr><td>下一篇文章：没有了</td></tr></table></td>
<td width=260 valign=top><table><tr><td bgcolor=#eeeeee>推荐文章</td></tr>$newstrs</table></td></tr></table>\
<table width=960><tr><td align=center>$foot</td></tr></table></body></html>""", _BREAK, "gbk"),
    Layout("wechat", _WECHAT, _SECTIONS),
    Layout("wechat, shown", _WECHAT.replace("visibility: hidden; opacity: 0;", ""), _SPACED),
    Layout("wechat in one file", _WECHAT.replace("$script", ""), _SECTIONS, mail=_SAVED + _BOUND % "utf-8"),
    Layout("menus in tables", _OLD + """$title-纪检</title><style type="text/css"><!-- .STYLE8 {font-size: 20px;} -->\
</style></head><body><table align="center"><tbody><tr><td width="172"><table width="1004"><tbody><tr><td>
<a href="javascript:window.external.AddFavorite('x')">添加收藏夹</a> | <a href="#">设为首页</a> | 关于我们</td></tr>\
</tbody></table></td></tr></tbody></table>
<table width="1005"><tbody><tr><td width="168" valign="top"><table>$navtrs</table><table>$navtrs</table></td>\
<td width="827"><br><table width="100%"><tbody><tr><td><table width="100%"><tbody>
<tr><td height="15"><p><span class="STYLE6">■ </span><span class="STYLE7">纪检监察</span></p></td></tr><tr><td><hr>\
</td></tr><tr><td align="center"><span class="STYLE8">
$title

</span></td></tr><tr><td align="center"><table width="98%"><tbody><tr><td bgcolor="#CCCCCC">\
来源: | 发布时间: 2024-01-05 | 浏览次数: <span>2168</span></td></tr></tbody></table></td></tr>
<tr><td><table border="1" width="98%"><tbody><tr><td align="left"><div>$body</div></td></tr></tbody></table></td></tr>\
<tr><td align="right">【<a href="#" onclick="window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>\
】</td></tr>
</tbody></table></td></tr></tbody></table></td></tr></tbody></table><table><tr><td align="center">\
地址：青石县文化路2号　邮编：000000<br>Copyright 2024 青石县纪检监察</td></tr></table></body></html>""",
        encoding="gbk"),
    Layout("tables without ends", _OLD + """$title</title><body bgcolor=#ffffff><center><table width=778><tr>$navtds\
</table><table width=778><tr><td width=180 valign=top><table>$navtrs</table><td valign=top>
<p align=center><font size=5 face=黑体>$title</font><p align=center><font size=2>[2024-1-5]</font>$body<p align=right>\
<a href=javascript:history.back()>返回</a></table>
<hr width=778><font size=2>青石县农业局 版权所有 联系电话：1234567</font></center>""",
        each("<p><font size=3>　　@"), "gbk"),
    Layout("active pages", _OLD + """$title - 白鹭滩镇</title></head><body><table width="980"><tr><td><marquee>\
欢迎光临白鹭滩镇人民政府网站！今天是2024年1月5日，祝您工作愉快。</marquee></td></tr><tr><td><table><tr>$navtds</tr>\
</table></td></tr>
<tr><td><table width="100%"><tr><td width="200" valign="top"><table>$newstrs</table></td><td valign="top">\
<table width="100%" class="tb"><tr><td class="ntitle">$title</td></tr>
<tr><td class="ninfo">添加时间：2024-1-5 来源：党建办 阅读次数：<font color=red>88</font>　【字体：\
<a href="javascript:fontZoom(16)">大</a> <a href="javascript:fontZoom(14)">中</a> <a href="javascript:fontZoom(12)">小\
</a>】</td></tr>
<tr><td class="content" id="fontzoom">$body</td></tr><tr><td class="ninfo">【<a href="javascript:print()">打印</a>】【\
<a href="javascript:close()">关闭</a>】</td></tr></table></td></tr></table></td></tr>
<tr><td align="center">$foot</td></tr></table></body></html>""", each("<P>　　@</P>"), "gbk"),
    Layout("word, filtered", """<html>

<head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=Generator content="Microsoft Word 15 (filtered)">
<title>$title</title>
<style>
<!--
 @font-face {font-family:仿宋; panose-1:2 1 6 9 6 1 1 1 1 1;}
 p.MsoNormal {margin:0cm; text-align:justify;}
-->
</style>
</head>
<body lang=ZH-CN style='word-wrap:break-word;text-justify-trim:punctuation'>
<div class=WordSection1 style='layout-grid:15.6pt'>
<p class=MsoNormal align=center style='text-align:center'><span style='font-size:22.0pt;
font-family:方正小标宋简体'>$title</span></p>
$body
</div></body></html>""", _MSO, "gbk"),
    Layout("word, whole", """<html xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=ProgId content=Word.Document>\
<link rel=File-List href="a.files/filelist.xml">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>林晓</o:Author><o:Pages>9</o:Pages></o:DocumentProperties>\
</xml><![endif]--><style><!-- p.MsoNormal{mso-style-parent:"";} --></style>
<!--[if gte mso 10]><style>table.MsoNormalTable{mso-style-name:普通表格;}</style><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=Section1 style='layout-grid:15.6pt'>\
<p class=MsoNormal align=center><b>\
<span style='font-size:22.0pt;font-family:方正小标宋简体;mso-hansi-font-family:宋体'>$title<o:p></o:p></span></b></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>$body</div></body></html>""", _MSO, "gbk"),
    Layout("wps", """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>\
<meta http-equiv=Content-Type  content="text/html; charset=gb2312" ><meta name=ProgId  content=Word.Document >\
<meta name=Generator  content="Microsoft Word 14" ><!--[if gte mso 9]><xml><w:WordDocument><w:BrowserLevel>\
MicrosoftInternetExplorer4</w:BrowserLevel></w:WordDocument></xml><![endif]--><style>
p.MsoNormal{mso-style-name:正文;font-size:10.5000pt;}</style></head>\
<body style="tab-interval:21pt;text-justify-trim:punctuation;" ><!--StartFragment-->\
<div class="Section0"  style="layout-grid:15.6000pt;" >
<p class=MsoNormal  align=center  style="text-align:center;" ><b>\
<span style="mso-spacerun:'yes';font-family:方正小标宋简体;" ><font face="方正小标宋简体" >$title</font></span></b><b>\
<span style="font-size:22.0000pt;" ><o:p></o:p></span></b></p>$body</div><!--EndFragment--></body></html>""",
        _WPS, "gb18030"),
    Layout("word in one file", """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>\
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=ProgId content=Word.Document></head>
<body lang=ZH-CN><div class=WordSection1><p class=MsoNormal align=center><b>$title<o:p></o:p></b></p>$body</div>\
</body></html>""", _MSO, "gbk", _BOUND % '"gb2312"'),
    Layout("libreoffice", _HEAD + """</title><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>\
<style type="text/css">p { line-height: 115% }</style></head>
<body lang="zh-CN" dir="ltr"><p align="center" style="line-height: 100%"><font size="5"><b>$title</b></font></p>
$body
<div title="footer"><p align="center"><sdfield type=PAGE subtype=RANDOM format=PAGE>5</sdfield></p></div></body>\
</html>""", _FONTS),
    Layout("pandoc", _HEAD + """$title</title><meta name="generator" content="pandoc"><style>body { margin: 0 auto; }\
</style></head><body>
<header id="title-block-header"><h1 class="title">$title</h1></header>
$body
</body></html>""", wrapped),
    Layout("markdown editor", _HEAD + """$title</title><style>html{font-size:14px}</style><script src="mathjax.js">\
</script></head><body class='typora-export os-windows'><div id='write'><h1 id='t'><span>$title</span></h1>
<div class='md-toc'><p class="md-toc-content"></p></div>$body</div></body></html>""", each("<p><span>@</span></p>")),
    Layout("shared document", _HEAD + """$title</title><script>window.DATA={}</script></head><body>\
<div class="render-unit-wrapper"><div class="heading heading-h1"><div class="ace-line" data-node="true">\
<span data-string="true">$title</span><span data-enter="true">&#8203;</span></div></div>
$body</div></body></html>""",
        _BLOCK),
    Layout("by hand", "<html><body><h2 align=center>$title</h2>\n$body\n</body></html>", _BREAK),
    Layout("office on the web", _HEAD + """$title</title><style type="text/css">.c1{font-size:12pt}</style></head>\
<body class="c4 doc-content"><p class="c2"><span class="c1">$title</span></p>$body</body></html>""",
        each('<p class="c2"><span class="c1">@</span></p><p class="c2 c3"><span class="c1"></span></p>')),
    Layout("feed of articles", _HEAD + """$title - 今日基层</title><script>window.__DATA__={"content":"<p>\
数据里的正文，不该再读一遍。</p>"}</script></head><body><div id="root"><div class="main-nav-wrapper"><ul>$nav</ul></div>
<div class="article-detail-container"><div class="left-sidebar"><div class="share-count">12</div>\
<a href="javascript:;">赞</a><a href="javascript:;">评论</a></div><div class="main"><div class="article-content"><h1>\
$title</h1><div class="article-meta"><span>2024-01-05 20:15</span><span>·</span><a href="/u">青石发布</a></div>
<article class="syl-article-base">$body</article></div><div class="comment-list"><div class="title">评论 3</div><ul>\
$replies</ul></div></div><div class="right-sidebar"><h3>相关推荐</h3>$teasers<h3>热门视频</h3><ul>$news</ul></div>\
</div></div></body></html>""", each('<p data-track="1">@</p>')),
    Layout("forum", _HEAD + """$title - 公文写作 - 笔杆子论坛</title><script src="common.js"></script></head><body>\
<div id="hd"><div id="nv"><ul>$nav</ul></div></div><div id="pt" class="bm cl"><div class="z"><a href="./">论坛</a> \
<em>&rsaquo;</em> <a href="f">公文写作</a></div></div>
<div id="postlist"><table><tr><td class="pls">查看: 321|回复: 3</td><td><h1 class="ts"><span id="thread_subject">\
$title</span></h1></td></tr></table><div id="post_1"><table><tr><td class="pls"><a href="/u1">老林</a><p>金牌会员</p>\
</td><td class="plc"><div class="authi">发表于 2024-1-5 08:00 | <a href="o">只看该作者</a></div><div class="t_fsz">\
<table><tr><td class="t_f" id="postmessage_1">$body</td></tr></table></div></td></tr></table></div>
<div id="comment_2"><ol class="comment">$replies</ol></div></div><div id="f_pst"><form><textarea></textarea><button>\
发表回复</button></form></div><div id="ft">$foot</div></body></html>""", _BREAKS),
    Layout("printed view", _HEAD + """$title</title><script>function p(){window.print()}</script></head>\
<body onload="p()"><div id="print"><p style="text-align:center;font-size:22px">$title</p><p style="text-align:center">\
发布时间：2024-01-05　来源：政府办公室</p>$body
<p><a href="javascript:p()">打印</a>　<a href="javascript:window.close()">关闭</a></p></div></body></html>""",
        _INDENTED),
    Layout("title in two lines", _HEAD + """${title}_柳湾镇</title></head><body><div class="nav"><ul>$nav</ul></div>\
<div class="content-box"><div class="crumbs">位置：<a href="/">首页</a>&gt;<a href="/z">总结</a></div><h1>$t1<br>$t2\
</h1><p class="date">2024-01-05 10:11 来源：柳湾镇 浏览次数：6次</p><div class="p">$body</div></div><div class="foot">\
$foot</div></body></html>""", _DIVS),
)  # fmt: skip
