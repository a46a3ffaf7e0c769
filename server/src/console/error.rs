//! What a person is told when a page cannot be shown: what happened and what to do next, in Chinese.

use askama::Template;
use axum::{
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use ruhu_core::error::Explain;

use super::page::{Chrome, render};
use crate::{error::ApiError, store::StoreError};

/// Why a page is not shown. The texts never carry what was asked for.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConsoleError {
    /// Not here, or not for this person: the two look the same, so that nobody can probe another town's households.
    #[error(
        "没有找到这一页，或者它不在您的管辖范围内。请从列表重新进入；如需查看其他地区，请联系县级管理员调整权限。"
    )]
    NotFound,
    /// The administrator keeps the system and reads no cases.
    #[error(
        "系统管理员账号不能查看个案数据。账号、设备与备份请在服务器上用 ruhu 命令管理；查看个案请换用审核账号登录。"
    )]
    NoCaseData,
    /// A form came from another site.
    #[error("这次提交不是从本系统的页面发出的，已拒绝。请从本系统的页面重新操作。")]
    OtherSite,
    /// A form that this page did not make.
    #[error("提交的内容不完整或过长。请返回上一页重新填写。")]
    BadForm,
    /// A purpose that says nothing.
    #[error(transparent)]
    Purpose(#[from] super::purpose::PurposeError),
    /// The photo's bytes are not where they must be.
    #[error("照片文件读取失败。请稍后重试；若仍失败，请在服务器上运行 ruhu check。")]
    PhotoUnreadable,
    /// The store.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The pack cannot be made.
    #[error("{text}")]
    Pack {
        /// Stable code.
        code: &'static str,
        /// What the maker of packs says.
        text: String,
    },
    /// A page that does not render: a fault of the program.
    #[error("页面生成失败。请稍后重试；若仍失败，请联系技术支持。")]
    Render,
}

impl ConsoleError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NoCaseData | Self::OtherSite => StatusCode::FORBIDDEN,
            Self::BadForm | Self::Purpose(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Store(StoreError::Full) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Store(StoreError::Busy | StoreError::Stopped) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(_) | Self::PhotoUnreadable | Self::Pack { .. } | Self::Render => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    fn heading(&self) -> &'static str {
        match self {
            Self::NotFound => "没有找到",
            Self::NoCaseData => "此账号不能查看个案",
            Self::OtherSite => "提交被拒绝",
            Self::BadForm | Self::Purpose(_) => "请检查填写内容",
            Self::Store(_) | Self::PhotoUnreadable | Self::Render => "暂时无法显示",
            Self::Pack { .. } => "评议资料未能生成",
        }
    }
}

impl Explain for ConsoleError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NoCaseData => "no_case_data",
            Self::OtherSite => "other_site",
            Self::BadForm => "bad_form",
            Self::Purpose(inner) => inner.code(),
            Self::PhotoUnreadable => "photo_unreadable",
            Self::Store(inner) => inner.code(),
            Self::Pack { code, .. } => code,
            Self::Render => "render_failed",
        }
    }
}

/// The page that tells of an error.
#[derive(Template)]
#[template(path = "console/error.html")]
pub(super) struct ErrorPage {
    chrome: Chrome,
    heading: &'static str,
    text: String,
    code: &'static str,
    may_log_out: bool,
}

impl ErrorPage {
    fn of(error: &ConsoleError) -> Self {
        Self {
            chrome: Chrome::anonymous(),
            heading: error.heading(),
            text: error.to_string(),
            code: error.code(),
            may_log_out: matches!(error, ConsoleError::NoCaseData),
        }
    }
}

impl IntoResponse for ConsoleError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            let cause = std::error::Error::source(&self);
            tracing::error!(error.code = self.code(), cause = ?cause, "page not shown");
        }
        render(&ErrorPage::of(&self)).map_or_else(
            // The error page itself fails: the text alone must do.
            |_| (status, self.to_string()).into_response(),
            |page| (status, page).into_response(),
        )
    }
}

/// Any address that nothing answers: a problem for programs, a page for people.
pub(super) async fn unknown_url(uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        let text = "没有这个接口，请核对地址与程序版本";
        return ApiError::told(StatusCode::NOT_FOUND, "not_found", text).into_response();
    }
    ConsoleError::NotFound.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_page_says_what_to_do() {
        let errors = [
            ConsoleError::NotFound,
            ConsoleError::NoCaseData,
            ConsoleError::OtherSite,
            ConsoleError::BadForm,
            ConsoleError::PhotoUnreadable,
            ConsoleError::Store(StoreError::Busy),
            ConsoleError::Pack { code: "no_cjk_font", text: "<b>请安装字体</b>".to_owned() },
            ConsoleError::Render,
        ];
        for error in errors {
            let page = ErrorPage::of(&error).render().unwrap();
            assert!(page.contains('请'), "{error:?}");
            assert!(page.contains(error.code()), "{error:?}");
            assert!(!page.contains("<b>请"), "{error:?}");
        }
    }

    #[test]
    fn only_the_administrator_is_offered_to_log_out_from_an_error() {
        assert!(ErrorPage::of(&ConsoleError::NoCaseData).render().unwrap().contains("action=\"/logout\""));
        assert!(!ErrorPage::of(&ConsoleError::NotFound).render().unwrap().contains("action=\"/logout\""));
    }
}
